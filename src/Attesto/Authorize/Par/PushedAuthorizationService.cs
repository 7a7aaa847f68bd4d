using Attesto.Events;
using Microsoft.Extensions.Options;

namespace Attesto.Authorize;

/// <summary>The pushed authorization request endpoint (RFC 9126 §2).</summary>
internal sealed class PushedAuthorizationService
{
    private readonly AuthorizationValidation _validation;
    private readonly IPushedRequestStore _store;
    private readonly TimeSpan _lifetime;

    internal PushedAuthorizationService(AuthorizationValidation validation, IPushedRequestStore store, IOptions<AttestoOptions> options) =>
        (_validation, _store, _lifetime) = (validation, store, options.Value.PushedAuthorization.Lifetime);

    /// <summary>Validates a request in full and keeps it for the browser to refer to.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reference, or the refusal.</returns>
    public async Task<Outcome<PushedAuthorizationResponse>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken)
    {
        var (context, fault) = await _validation.RunAsync(On.Par, request, cancellationToken);
        if (fault is not null)
        {
            return new Outcome<PushedAuthorizationResponse>(fault, [AuthorizationEvents.Failed(context.FoundClient?.Id, fault, request)]);
        }

        var reference = PushedReference.Prefix + Secret.New();
        await _store.AddAsync(
            new PushedRequest
            {
                Hash = TokenHash.Of(reference),
                ClientId = context.Client.Id,
                Parameters = WithRequestObject(context),
                DpopJkt = context.DpopJkt,
                ExpiresAt = context.Now + _lifetime,
            },
            cancellationToken);
        return new Outcome<PushedAuthorizationResponse>(new PushedAuthorizationResponse(reference, (int)_lifetime.TotalSeconds), []);
    }

    // The signed parameters, and the object itself, which is verified again when the browser comes.
    private static RequestParameters WithRequestObject(AuthorizationContext context) =>
        context.IsSigned
            ? new RequestParameters(context.Parameters.Append(new(Parameters.Request, context.Http.Parameters.Find(Parameters.Request)!)))
            : context.Parameters;
}

/// <summary>A successful push (RFC 9126 §2.2); status 201.</summary>
/// <param name="RequestUri">The single-use reference.</param>
/// <param name="ExpiresIn">Its lifetime in seconds.</param>
internal sealed record PushedAuthorizationResponse(string RequestUri, int ExpiresIn);
