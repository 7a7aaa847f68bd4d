using Attesto.Authorize;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The form of a consent page: the request comes back with the person's decision, nobody can alter what was shown, no other site can forge the
/// click, and a second click gets what the first one got.</summary>
public sealed class ConsentForm
{
    internal const string Grant = "consent_grant";
    internal const string Decision = "decision";

    private const string Choice = "consent_scope.";

    private readonly ConsentGrants _grants;
    private readonly PendingRequests _pending;
    private readonly ConsentMemory _memory;

    internal ConsentForm(ConsentGrants grants, PendingRequests pending, ConsentMemory memory) => (_grants, _pending, _memory) = (grants, pending, memory);

    /// <summary>The name of the check box for one scope, on the page of a client with <see cref="Client.AllowPartialConsent"/>: who ticks it agrees to that scope.
    /// <c>openid</c> needs none: without it the client would not learn who has signed in.</summary>
    /// <param name="scope">The scope.</param>
    /// <returns>The name.</returns>
    public static string FieldOf(string scope) => Choice + scope;

    /// <summary>The decision, if this very request is the posted form: the field <c>decision</c>, <c>authorize</c> or anything else to refuse. What the person agrees to
    /// is remembered (<see cref="ConsentMemory"/>).</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="request">To what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome; null if the page is to be shown, also because the form was too old, altered, or not made here: see
    /// <see cref="FormTokenHttpContextExtensions.FormWasRefused"/>.</returns>
    /// <exception cref="ArgumentException">The request is of the device page, which has a form of its own.</exception>
    public async ValueTask<ConsentOutcome?> ReadAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(request);
        var authorization = Required(request);
        var answer = authorization.FrontChannel;
        if (!HttpMethods.IsPost(http.Request.Method) || answer[Grant] is not { } grant)
        {
            return null;
        }

        var fault = await _grants.ConsumeAsync(grant, ConsentBinding.Of(request.SignIn.Subject, authorization), cancellationToken);
        if (fault is not (null or ConsentFault.Consumed))
        {
            http.Features.Set(new RefusedForm());
            return null;
        }

        if (answer[Decision] != "authorize" || AgreedIn(answer, request) is not { } agreed)
        {
            return new ConsentOutcome.Denied();
        }

        if (fault is null)
        {
            await _memory.KeepAsync(request, agreed, cancellationToken);
        }

        return new ConsentOutcome.Granted(agreed.Count < request.Scope.Count ? agreed : null) { IsRepetition = fault is ConsentFault.Consumed };
    }

    /// <summary>What the consent page shows.</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="request">To what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page's model.</returns>
    /// <exception cref="ArgumentException">The request is of the device page, which has a form of its own.</exception>
    public async ValueTask<ConsentPrompt> OpenAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken)
    {
        var fields = await FieldsAsync(http, request, cancellationToken);
        return new ConsentPrompt
        {
            Client = ClientDisplay.Of(http, request.Client),
            Target = RedirectTarget.Of(request.Authorization!.RedirectUri.Value),
            Scope = [.. request.Scope],
            Claims = request.Authorization.ClaimNames,
            IsChoice = request.Client.AllowPartialConsent,
            Person = request.SignIn.DisplayName,
            Action = http.Request.PathBase + http.Request.Path,
            Fields = fields,
        };
    }

    /// <summary>The hidden fields of the form, which is posted back to the present URL without its query.</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="request">To what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Names and values, unencoded.</returns>
    /// <exception cref="ArgumentException">The request is of the device page, which has a form of its own.</exception>
    public async ValueTask<IReadOnlyList<KeyValuePair<string, string>>> FieldsAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(request);
        var authorization = Required(request);
        if (authorization.Reference is null)
        {
            authorization = await _pending.KeepAsync(authorization, isOpened: true, cancellationToken); // from here on a person's time counts
            http.Features.Set(authorization);
        }

        var fields = authorization.FrontChannel.Where(field => !IsOfForm(field.Key) && field.Key is not PendingRequests.Parameter).ToList();
        if (authorization.RequestUri is null)
        {
            fields.Add(new(PendingRequests.Parameter, authorization.Reference!.Secret));
        }

        fields.Add(new(Grant, await _grants.MintAsync(ConsentBinding.Of(request.SignIn.Subject, authorization), cancellationToken)));
        return fields;
    }

    /// <summary>True for a field of the page itself, which is good for one posting.</summary>
    internal static bool IsOfForm(string field) => field is Grant or Decision || field.StartsWith(Choice, StringComparison.Ordinal);

    // Null where a person who may choose has chosen nothing.
    private static ScopeSet? AgreedIn(RequestParameters answer, ConsentRequest request)
    {
        if (!request.Client.AllowPartialConsent)
        {
            return request.Scope;
        }

        var agreed = ScopeSet.Of(request.Scope.Where(scope => scope is StandardScopes.OpenId || answer[FieldOf(scope)] is not null));
        return agreed.Count > 0 || request.Scope.Count == 0 ? agreed : null;
    }

    private static AuthorizationRequest Required(ConsentRequest request) =>
        request.Authorization ?? throw new ArgumentException("the device page has a form of its own", nameof(request));
}
