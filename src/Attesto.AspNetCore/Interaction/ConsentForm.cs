using Attesto.Authorize;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The form of a consent page: the request comes back with the person's decision, nobody can alter what was shown, no other site can forge the
/// click, and a second click gets what the first one got.</summary>
public sealed class ConsentForm
{
    internal const string Grant = "consent_grant";
    internal const string Decision = "decision";

    private readonly ConsentGrants _grants;
    private readonly PendingRequests _pending;

    internal ConsentForm(ConsentGrants grants, PendingRequests pending) => (_grants, _pending) = (grants, pending);

    /// <summary>The decision, if this very request is the posted form: the field <c>decision</c>, <c>authorize</c> or anything else to refuse.</summary>
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

        return answer[Decision] == "authorize" ? new ConsentOutcome.Granted { IsRepetition = fault is ConsentFault.Consumed } : new ConsentOutcome.Denied();
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

        var fields = authorization.FrontChannel.Where(field => field.Key is not (Grant or Decision or PendingRequests.Parameter)).ToList();
        if (authorization.RequestUri is null)
        {
            fields.Add(new(PendingRequests.Parameter, authorization.Reference!.Secret));
        }

        fields.Add(new(Grant, await _grants.MintAsync(ConsentBinding.Of(request.SignIn.Subject, authorization), cancellationToken)));
        return fields;
    }

    private static AuthorizationRequest Required(ConsentRequest request) =>
        request.Authorization ?? throw new ArgumentException("the device page has a form of its own", nameof(request));
}
