namespace Attesto;

/// <summary>Decides whether an authorization comes with a refresh token, and with each refresh whether it still may. Without this policy none does.</summary>
public interface IRefreshTokenPolicy
{
    /// <summary>Decides.</summary>
    /// <param name="client">The client.</param>
    /// <param name="authorization">What was granted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True to issue one.</returns>
    ValueTask<bool> IssuesAsync(Client client, Authorization authorization, CancellationToken cancellationToken);
}
