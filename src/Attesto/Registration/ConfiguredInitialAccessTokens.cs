using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

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
