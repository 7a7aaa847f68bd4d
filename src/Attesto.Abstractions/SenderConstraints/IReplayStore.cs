namespace Attesto;

/// <summary>Remembers what may be used once: DPoP proofs (RFC 9449 §11.1), assertions (RFC 7523 §3), guesses of a user code (RFC 8628 §5.1).</summary>
public interface IReplayStore
{
    /// <summary>Records an identity. MUST be one atomic step: of N racing calls with the same identity exactly one answers true.</summary>
    /// <param name="id">The hash of what identifies it; kinds of identity never collide.</param>
    /// <param name="until">From when on the record may be forgotten.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if it was new.</returns>
    Task<bool> TryAddAsync(TokenHash id, DateTimeOffset until, CancellationToken cancellationToken);
}
