using Attesto;
using Attesto.AspNetCore;

namespace PoliciesNamespace;

/// <summary>Does the person let the client act for them? The consent page asks, every time; to remember an answer, look it up here first.</summary>
public sealed class ConsentPolicy(ConsentGrants grants) : IConsentPolicy
{
    private const string Grant = "consent_grant";
    private const string Decision = "decision";

    public async ValueTask<ConsentOutcome> ConsentAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken)
    {
        if (request.Authorization is not { } authorization)
        {
            return new ConsentOutcome.Granted(); // a device: its own page names the client and asks (RFC 8628 §3.3)
        }

        var answer = authorization.FrontChannel;
        var binding = ConsentBinding.Of(request.SignIn.Subject, authorization);

        // The grant is good once, for this person and this very request: no other site can forge the click, nobody can alter what was shown.
        if (HttpMethods.IsPost(http.Request.Method) && await grants.ConsumeAsync(answer[Grant], binding, cancellationToken) is null)
        {
            return answer[Decision] == "authorize" ? new ConsentOutcome.Granted() : new ConsentOutcome.Denied();
        }

        return new ConsentOutcome.TookOver(Page.Of("Consent", new ConsentPage
        {
            Client = request.Client.Name ?? request.Client.Id,
            RedirectHost = new Uri(authorization.RedirectUri.Value).Host,
            Scope = [.. request.Scope],
            Action = http.Request.PathBase + http.Request.Path,
            Fields = [.. answer.Where(field => field.Key is not (Grant or Decision)), new(Grant, await grants.MintAsync(binding, cancellationToken))],
        }));
    }
}

/// <summary>What the consent page shows.</summary>
public sealed class ConsentPage
{
    public required string Client { get; init; }

    /// <summary>Where the answer goes: the one thing about an unknown client that cannot be made up.</summary>
    public required string RedirectHost { get; init; }

    public required IReadOnlyList<string> Scope { get; init; }

    public required string Action { get; init; }

    /// <summary>The request itself, so that it comes back with the answer.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; }
}
