using System.Collections.Immutable;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Authorize;

/// <summary>Writes authorization responses, successes and errors alike (RFC 6749 §4.1.2, RFC 9207 §2, JARM §2).</summary>
internal sealed class AuthorizationResponder(EndpointUrls urls, IKeystore keys, IOptions<AttestoOptions> options, TimeProvider clock)
{
    /// <summary>A code for the client.</summary>
    internal ValueTask<AuthorizationResponse> SucceedAsync(AuthorizationRequest request, string code, CancellationToken cancellationToken) =>
        WriteAsync(ResponseTarget.Of(request), [new(Parameters.Code, code)], cancellationToken);

    /// <summary>An error for the client.</summary>
    internal ValueTask<AuthorizationResponse> FailAsync(ResponseTarget target, OAuthError error, CancellationToken cancellationToken) =>
        WriteAsync(
            target,
            error.Description is { } description ? [new(Parameters.Error, error.Code), new(Parameters.ErrorDescription, description)] : [new(Parameters.Error, error.Code)],
            cancellationToken);

    private async ValueTask<AuthorizationResponse> WriteAsync(
        ResponseTarget target, ImmutableArray<KeyValuePair<string, string>> answer, CancellationToken cancellationToken)
    {
        if (target.State is { } state)
        {
            answer = answer.Add(new(Parameters.State, state));
        }

        if (target.Mode.IsSigned)
        {
            answer = [new(Parameters.Response, await SignAsync(target.Client, answer, cancellationToken))];
        }
        else if (options.Value.Authorization.ResponseIss)
        {
            answer = answer.Add(new(Parameters.Iss, urls.Issuer));
        }

        return new AuthorizationResponse(target.RedirectUri, target.Mode.Delivery, answer);
    }

    /// <summary>The response as a JWT (JARM §2.1). It names issuer and audience itself, so nothing stands beside it.</summary>
    private async ValueTask<string> SignAsync(Client client, ImmutableArray<KeyValuePair<string, string>> answer, CancellationToken cancellationToken)
    {
        var key = (client.AuthorizationSignedResponseAlg is { } algorithm ? await keys.FindSigningCredentialsAsync(algorithm, cancellationToken) : null)
            ?? await keys.FindSigningCredentialsAsync(algorithm: null, cancellationToken)
            ?? throw new InvalidOperationException("the keystore has no signing key");
        var now = clock.GetUtcNow();
        return await JwsWriter.SignAsync(
            key,
            type: null,
            writer =>
            {
                writer.WriteString(TokenClaims.Iss, urls.Issuer);
                writer.WriteString(TokenClaims.Aud, client.Id);
                writer.WriteNumber(TokenClaims.Iat, now.ToUnixTimeSeconds());
                writer.WriteNumber(TokenClaims.Exp, (now + options.Value.Authorization.SignedResponseLifetime).ToUnixTimeSeconds());
                foreach (var (name, value) in answer)
                {
                    writer.WriteString(name, value);
                }
            },
            cancellationToken);
    }
}

/// <summary>Where an authorization response goes, and how.</summary>
internal sealed record ResponseTarget(Client Client, ValidatedRedirectUri RedirectUri, ResponseMode Mode, string? State)
{
    internal static ResponseTarget Of(AuthorizationRequest request) =>
        new(request.Client, request.RedirectUri, ResponseModes.Of(request.ResponseMode), request.State);

    /// <summary>The target of an error: null as long as nothing has established one, and the error is then shown.</summary>
    internal static ResponseTarget? Of(AuthorizationContext context) =>
        context.RedirectUri is { } uri
            ? new ResponseTarget(context.Client, uri, ResponseModes.CanReach(context.ResponseMode, uri) ? context.ResponseMode : ResponseModes.Query, context.State)
            : null;
}
