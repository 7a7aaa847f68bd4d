namespace Attesto;

/// <summary>How often may somebody register? A host with several nodes brings a limit that they share.</summary>
public interface IRegistrationRateLimit
{
    /// <summary>Counts one registration.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if it is one too many.</returns>
    ValueTask<bool> TryAcquireAsync(OAuthRequest request, CancellationToken cancellationToken);
}
