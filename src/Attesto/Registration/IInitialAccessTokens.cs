using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>Who may register clients where that needs a token (RFC 7591 §3). A host that hands out tokens one by one brings its own.</summary>
public interface IInitialAccessTokens
{
    /// <summary>Looks a token up, and spends it if it is for one use.</summary>
    /// <param name="token">The hash of the presented token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if it permits a registration.</returns>
    ValueTask<bool> AcceptAsync(TokenHash token, CancellationToken cancellationToken);
}

/// <summary>The tokens of <see cref="RegistrationOptions.InitialAccessTokens"/>.</summary>
/// <param name="options">Their hashes.</param>
internal sealed class ConfiguredInitialAccessTokens(IOptions<AttestoOptions> options) : IInitialAccessTokens
{
    public ValueTask<bool> AcceptAsync(TokenHash token, CancellationToken cancellationToken)
    {
        var presented = Encoding.ASCII.GetBytes(token.Value);
        var accepted = false;
        foreach (var hash in options.Value.Registration.InitialAccessTokens)
        {
            accepted |= CryptographicOperations.FixedTimeEquals(presented, Encoding.UTF8.GetBytes(hash));
        }

        return ValueTask.FromResult(accepted);
    }
}
