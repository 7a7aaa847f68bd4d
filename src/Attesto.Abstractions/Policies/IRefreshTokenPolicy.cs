namespace Attesto;

/// <summary>Decides whether an authorization comes with a refresh token, and with each refresh whether it still may. Without this policy none does.</summary>
public interface IRefreshTokenPolicy
{
    /// <summary>Decides.</summary>
    /// <param name="context">Which client, and what was granted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True to issue one.</returns>
    ValueTask<bool> IssuesAsync(RefreshTokenContext context, CancellationToken cancellationToken);
}

/// <summary>What an <see cref="IRefreshTokenPolicy"/> decides about.</summary>
public sealed class RefreshTokenContext
{
    /// <summary>The client.</summary>
    public required Client Client { get; init; }

    /// <summary>What was granted.</summary>
    public required Authorization Authorization { get; init; }
}
