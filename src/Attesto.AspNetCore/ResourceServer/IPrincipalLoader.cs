namespace Attesto.AspNetCore;

/// <summary>Loads the host's own object for the subject of a verified token. Without a loader a request has none.</summary>
public interface IPrincipalLoader
{
    /// <summary>Loads it.</summary>
    /// <param name="token">The verified token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The host's object, or null if it knows no such principal (any more): the request is then refused.</returns>
    ValueTask<object?> LoadAsync(VerifiedAccessToken token, CancellationToken cancellationToken);
}
