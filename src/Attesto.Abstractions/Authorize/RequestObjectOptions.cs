namespace Attesto;

/// <summary>Settings of signed authorization requests (RFC 9101).</summary>
public sealed class RequestObjectOptions
{
    /// <summary>What is demanded of a request object; null is <see cref="RequestObjectPolicy.Generic"/>, or follows <see cref="AttestoOptions.Profile"/>.</summary>
    public RequestObjectPolicy? Policy { get; set; }

    /// <summary>The algorithms that a request object may be signed with; null takes PS256, ES256, RS256 and, where it is registered, Ed25519, under a FAPI
    /// policy not RS256.</summary>
    public IList<string>? SigningAlgorithms { get; set; }
}

/// <summary>What is demanded of a request object.</summary>
public enum RequestObjectPolicy
{
    /// <summary>A request object is welcome and, if present, verified (RFC 9101 §6).</summary>
    Generic,

    /// <summary>Every request must be signed, with <c>nbf</c> and <c>exp</c> at most 60 minutes apart (FAPI 2.0 Message Signing §5.3.1).</summary>
    FapiMessageSigning,
}
