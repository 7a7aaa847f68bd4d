namespace Attesto;

/// <summary>Somebody else's keys cannot be had at the moment, and none are known from before: neither the client's fault nor this server's. Requests that need them
/// are answered with 503 and <c>Retry-After</c>.</summary>
/// <param name="jwksUri">Where they are published.</param>
public sealed class RemoteKeysUnavailableException(string jwksUri) : Exception($"The keys at {jwksUri} cannot be fetched at the moment, and none are known from before.");
