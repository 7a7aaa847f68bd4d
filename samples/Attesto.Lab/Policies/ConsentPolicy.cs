using Attesto;
using Attesto.AspNetCore;

namespace Attesto.Lab.Policies;

/// <summary>Does the person let the client act for them? The consent page asks, once for the same (Attesto:Authorization:RememberConsentFor).</summary>
public sealed class ConsentPolicy(ConsentForm form, ConsentMemory memory, SignInReturn signInReturn) : IConsentPolicy
{
    public async ValueTask<ConsentOutcome> ConsentAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken)
    {
        if (request.Authorization is not { } authorization)
        {
            return new ConsentOutcome.Granted(); // a device: its own page names the client and asks (RFC 8628 §3.3)
        }

        if ((await form.ReadAsync(http, request, cancellationToken) ?? await memory.FindAsync(http, request, cancellationToken)) is { } decision)
        {
            return decision;
        }

        var fields = await form.FieldsAsync(http, request, cancellationToken);
        var switchUrl = $"{http.Request.PathBase}/signin?returnUrl={Uri.EscapeDataString(await signInReturn.ReturnUrlAsync(http, cancellationToken))}";
        return new ConsentOutcome.Handled(Page.Of("Consent", new ConsentPage
        {
            Client = ClientDisplay.Of(http, request.Client),
            Target = RedirectTarget.Of(authorization.RedirectUri.Value),
            Scope = [.. request.Scope],
            Claims = authorization.ClaimNames,
            IsChoice = request.Client.AllowPartialConsent,
            Person = request.SignIn.DisplayName is { } name ? new SignedInPerson(name, switchUrl) : null,
            Action = http.Request.PathBase + http.Request.Path,
            Fields = fields,
        }));
    }
}

/// <summary>What the consent page shows.</summary>
public sealed class ConsentPage
{
    public required ClientDisplay Client { get; init; }

    /// <summary>Where the answer goes: the one thing about an unknown client that cannot be made up.</summary>
    public required RedirectTarget Target { get; init; }

    public required IReadOnlyList<string> Scope { get; init; }

    /// <summary>Claims that the client asks for one by one (OpenID Connect Core §5.5).</summary>
    public required IReadOnlyList<string> Claims { get; init; }

    /// <summary>True if the person may agree to a part of the scope.</summary>
    public bool IsChoice { get; init; }

    public SignedInPerson? Person { get; init; }

    public required string Action { get; init; }

    /// <summary>The request itself, so that it comes back with the answer.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; }
}
