using System.Text.Json;
using Attesto.Clients;
using Attesto.Jose;
using Attesto.Outbound;
using Microsoft.Extensions.Options;

namespace Attesto.Authorize;

/// <summary>Verifies signed authorization requests (RFC 9101 §6, FAPI 2.0 Message Signing §5.3.1).</summary>
internal sealed class RequestObjectVerifier(IRemoteKeys keys, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private const long SkewSeconds = 60;
    private const long LongestFapiLife = 60 * 60; // FAPI 2.0 Message Signing §5.3.1
    private const string TypeOfRequestObject = "oauth-authz-req+jwt";
    private const string Unsigned = "none";

    /// <summary>Verifies a request object by value.</summary>
    /// <param name="text">The <c>request</c> parameter.</param>
    /// <param name="client">Who sends it.</param>
    /// <param name="cancellationToken">Cancels the fetch of the client's keys.</param>
    /// <returns>The parameters that it holds, or <c>invalid_request_object</c>, or <c>request_not_supported</c> for an unsigned one.</returns>
    internal async ValueTask<Result<RequestParameters>> VerifyAsync(string text, Client client, CancellationToken cancellationToken)
    {
        if (!CompactJws.TryParse(text, out var jws, out _))
        {
            // An unsigned one has an empty signature, which no strict parser takes; a stand-in shows its header.
            var isUnsigned = text.EndsWith('.') && CompactJws.TryParse(text + "AA", out var bare, out _) && IsUnsigned(bare);
            return isUnsigned ? NotSigned(client) : Refused("it is not a compact JWS", RequestObjectFault.Malformed);
        }

        if (IsUnsigned(jws))
        {
            return NotSigned(client);
        }

        if (!options.Value.RequestObjectAlgorithms().Contains(jws.Algorithm) || (client.RequestObjectSigningAlg is { } own && own != jws.Algorithm))
        {
            return Refused("its alg is not accepted", RequestObjectFault.Algorithm);
        }

        if (await keys.FindAsync(client, jws.KeyId, cancellationToken) is not { } set || !set.Verifies(jws))
        {
            return Refused("no key of this client signed it", RequestObjectFault.Signature);
        }

        return FindFault(jws, client) is { } fault ? Refused("its claims are not acceptable", fault) : RequestObjectParameters.Of(jws.Payload);
    }

    private RequestObjectFault? FindFault(CompactJws jws, Client client)
    {
        var claims = jws.Payload;
        var isFapi = options.Value.RequestObjects.Policy is RequestObjectPolicy.FapiMessageSigning;
        return
            !IsTyped(jws.Type, isFapi) ? RequestObjectFault.Type :
            claims.Has(Parameters.Request) || claims.Has(Parameters.RequestUri) ? RequestObjectFault.Nested :  // RFC 9101 §4
            claims.Text(TokenClaims.Iss) != client.Id || claims.Text(Parameters.ClientId) != client.Id ? RequestObjectFault.Client :
            !TokenClaims.HasAudience(claims, [options.Value.Issuer!]) ? RequestObjectFault.Audience :
            FindTimeFault(claims, clock.GetUtcNow().ToUnixTimeSeconds(), isFapi);
    }

    private static RequestObjectFault? FindTimeFault(JsonElement claims, long now, bool isFapi)
    {
        var (exp, nbf, iat) = (claims.Integer(TokenClaims.Exp), claims.Integer(TokenClaims.Nbf), claims.Integer(TokenClaims.Iat));
        if ((exp is null && claims.Has(TokenClaims.Exp)) || (nbf is null && claims.Has(TokenClaims.Nbf)) || (iat is null && claims.Has(TokenClaims.Iat)))
        {
            return RequestObjectFault.Time;
        }

        var isLive = !(exp <= now) && !(nbf > now + SkewSeconds) && !(iat > now + SkewSeconds);
        var isShort = exp is not null && nbf is not null && now - nbf <= LongestFapiLife && exp - nbf <= LongestFapiLife;
        return isLive && (isShort || !isFapi) ? null : RequestObjectFault.Time;
    }

    // RFC 9101 §4: an absent type is allowed; any other JWT of the client, such as an assertion or a proof, is not a request.
    private static bool IsTyped(string? type, bool isFapi) =>
        type is null
        || string.Equals(type, TypeOfRequestObject, StringComparison.OrdinalIgnoreCase)
        || string.Equals(type, $"application/{TypeOfRequestObject}", StringComparison.OrdinalIgnoreCase)
        || (!isFapi && string.Equals(type, "JWT", StringComparison.OrdinalIgnoreCase));

    private static bool IsUnsigned(CompactJws jws) => string.Equals(jws.Algorithm, Unsigned, StringComparison.OrdinalIgnoreCase);

    // Where signatures are demanded an unsigned object is a bad one (RFC 9101 §6.2); elsewhere it is one of a kind that is not served.
    private OAuthError NotSigned(Client client) =>
        client.RequireSignedRequestObject || options.Value.RequestObjects.Policy is RequestObjectPolicy.FapiMessageSigning
            ? Refused("it is not signed", RequestObjectFault.Algorithm)
            : new OAuthError(ErrorCodes.RequestNotSupported, "the request object is not signed") { Fault = RequestObjectFault.Algorithm };

    private static OAuthError Refused(string reason, RequestObjectFault fault) =>
        new(ErrorCodes.InvalidRequestObject, $"the request object is refused: {reason}") { Fault = fault };
}

/// <summary>Why a request object was refused.</summary>
internal enum RequestObjectFault
{
    /// <summary>Not a strict compact JWS.</summary>
    Malformed,

    /// <summary>Unsigned, or an algorithm that is not accepted.</summary>
    Algorithm,

    /// <summary>No key of the client signed it.</summary>
    Signature,

    /// <summary>A JWT of another type.</summary>
    Type,

    /// <summary>A request object inside a request object.</summary>
    Nested,

    /// <summary>Issued by, or for, another client.</summary>
    Client,

    /// <summary>Not meant for this server.</summary>
    Audience,

    /// <summary>Expired, not yet valid, or valid for too long.</summary>
    Time,
}
