namespace Attesto.Authorize;

/// <summary>Authorization requests that are too long for a URL, held while the person signs in (OpenID Connect Core §3.1.2.1 has them posted).
/// The URL carries a reference instead, which is spent when a code is issued.</summary>
/// <param name="store">Where they wait, beside the pushed ones.</param>
/// <param name="clock">The clock.</param>
internal sealed class HeldRequests(IPushedRequestStore store, TimeProvider clock)
{
    /// <summary>The parameter of this server's own URLs that carries a reference. No client may use it for anything.</summary>
    public const string Parameter = "attesto_request";

    private const string Purpose = "held_request\n";

    /// <summary>Holds a request.</summary>
    /// <param name="parameters">The parameters as the browser brought them.</param>
    /// <param name="lifetime">How long.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reference.</returns>
    public async Task<string> HoldAsync(RequestParameters parameters, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var reference = Secret.New();
        await store.AddAsync(
            new PushedRequest
            {
                Hash = HashOf(reference),
                ClientId = parameters[Parameters.ClientId] ?? "",
                Parameters = parameters,
                ExpiresAt = clock.GetUtcNow() + lifetime,
            },
            cancellationToken);
        return reference;
    }

    // Hashed for its purpose: as a request_uri it finds nothing, and no request_uri passes for it.
    internal static TokenHash HashOf(string reference) => TokenHash.Of(Purpose + reference);
}
