using Attesto.Jose;
using Attesto.Outbound;
using Microsoft.Extensions.Options;

namespace Attesto.Authorize;

/// <summary>Verifies signed authorization requests (RFC 9101 §6, FAPI 2.0 Message Signing §5.3.1).</summary>
internal sealed class RequestObjectVerifier(
    IRemoteKeys keys, JwtProfiles profiles, SignatureAlgorithms algorithms, IOptions<AttestoOptions> options, TimeProvider clock)
{
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

        if (FaultOf(jws, client) is { } fault)
        {
            return Refused(fault is RequestObjectFault.Algorithm ? "its alg is not accepted" : "its claims are not acceptable", fault);
        }

        return await keys.FindAsync(client, jws.KeyId, cancellationToken) is { } set && algorithms.Find(set).Verifies(jws)
            ? RequestObjectParameters.Of(jws.Payload)
            : Refused("no key of this client signed it", RequestObjectFault.Signature);
    }

    private RequestObjectFault? FaultOf(CompactJws jws, Client client) =>
        profiles.RequestObject.FaultOf(jws, clock.GetUtcNow(), [options.Value.Issuer!], out _) switch
        {
            null when jws.Payload.Has(Parameters.Request) || jws.Payload.Has(Parameters.RequestUri) => RequestObjectFault.Nested, // RFC 9101 §4
            null when client.RequestObjectSigningAlg is { } own && !JoseAlgorithms.AreSame(own, jws.Algorithm) => RequestObjectFault.Algorithm,
            null => jws.Payload.Is(TokenClaims.Iss, client.Id) && jws.Payload.Is(Parameters.ClientId, client.Id) ? null : RequestObjectFault.Client,
            JwtFault.Algorithm => RequestObjectFault.Algorithm,
            JwtFault.Type => RequestObjectFault.Type,
            JwtFault.Claims => RequestObjectFault.Claims,
            JwtFault.Audience => RequestObjectFault.Audience,
            _ => RequestObjectFault.Time,
        };

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

    /// <summary>A claim that a request object must have is missing, or a claim is of another type than its specification gives it.</summary>
    Claims,
}
