using System.Text.Json.Nodes;
using Attesto.Clients;
using Attesto.Events;
using Attesto.Issuing;
using Microsoft.Extensions.Logging;

namespace Attesto.Introspection;

/// <summary>The introspection endpoint (RFC 7662 §2, RFC 9701).</summary>
/// <param name="clients">Authenticates the caller.</param>
/// <param name="inspector">Knows what tokens are worth.</param>
/// <param name="signer">Signs the answer, for a caller that asks for it.</param>
/// <param name="logger">Told when the policy fails.</param>
/// <param name="policy">Who may learn what; without a policy a client learns about its own tokens only.</param>
internal sealed partial class IntrospectionService(
    ClientAuthenticator clients,
    TokenInspector inspector,
    IntrospectionSigner signer,
    ILogger<IntrospectionService> logger,
    IIntrospectionPolicy? policy = null)
{
    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the token is worth, or the refusal.</returns>
    public Task<Outcome<IntrospectionResponse>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        Guard.RunAsync(() => AnswerAsync(request, cancellationToken), logger, cancellationToken);

    private async Task<Outcome<IntrospectionResponse>> AnswerAsync(OAuthRequest request, CancellationToken cancellationToken)
    {
        if (!(await clients.AuthenticateAsync(request, allowPublic: false, cancellationToken)).TryGet(out var caller, out var error))
        {
            return error;
        }

        if (request.Parameters[Parameters.Token] is not { } token)
        {
            return OAuthError.InvalidRequest("token is required");
        }

        // A dead token, a foreign one and one that the caller may not know of look alike (RFC 7662 §2.2).
        var body = await inspector.InspectAsync(token, caller, cancellationToken) is { } live && await AllowsAsync(caller, live, cancellationToken)
            ? live
            : new JsonObject { ["active"] = false };
        return SignedForm.IsWanted(request.Accept)
            ? await SignAsync(body, caller, cancellationToken)
            : new(new IntrospectionResponse(body), []);
    }

    private async Task<Outcome<IntrospectionResponse>> SignAsync(JsonObject body, AuthenticatedClient caller, CancellationToken cancellationToken) =>
        await signer.SignAsync(body, caller.Id, cancellationToken) is { } jwt
            ? new Outcome<IntrospectionResponse>(new IntrospectionResponse(body, jwt), [])
            : OAuthError.InvalidRequest("no signed response can be made");

    private async ValueTask<bool> AllowsAsync(AuthenticatedClient caller, JsonObject live, CancellationToken cancellationToken)
    {
        if (policy is null)
        {
            return string.Equals((string?)live[Parameters.ClientId], caller.Id, StringComparison.Ordinal);
        }

        try
        {
            return await policy.AllowsAsync(new IntrospectionContext { Caller = caller, Token = live.DeepClone().AsObject() }, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogPolicyFailed(logger, exception);
            return false;
        }
    }

    [LoggerMessage(2005, LogLevel.Error, "The introspection policy failed; the caller was told that the token is dead.")]
    private static partial void LogPolicyFailed(ILogger logger, Exception exception);
}
