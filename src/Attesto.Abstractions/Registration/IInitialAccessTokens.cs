namespace Attesto;

/// <summary>Who may register clients where that needs a token (RFC 7591 §3). A host that hands out tokens one by one brings its own.</summary>
public interface IInitialAccessTokens
{
    /// <summary>Looks a token up, and spends it if it is for one use.</summary>
    /// <param name="token">The hash of the presented token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if it permits a registration.</returns>
    ValueTask<bool> AcceptAsync(TokenHash token, CancellationToken cancellationToken);
}
