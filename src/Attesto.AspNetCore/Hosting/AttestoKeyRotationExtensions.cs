using Attesto;
using Attesto.AspNetCore;
using Attesto.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets the server make and rotate its signing keys itself.</summary>
public static class AttestoKeyRotationExtensions
{
    /// <summary>Makes the signing keys, keeps them encrypted in the host's <see cref="ISigningKeyStore"/>, announces the next ones and retires the last ones, as
    /// <see cref="AttestoOptions.KeyRotation"/> says. It takes the place of a keystore that is registered already.</summary>
    /// <param name="builder">What <c>AddAttesto</c> returned.</param>
    /// <param name="predecessor">Makes the keystore whose keys signed until now, once, or null for a new server. Its keys go on signing until those of the server
    /// have been announced for long enough, and stay published for as long as it is given.</param>
    /// <returns>The same builder.</returns>
    public static AttestoBuilder UseKeyRotation(this AttestoBuilder builder, Func<IServiceProvider, IKeystore>? predecessor = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<ISigningKeyProtector>(static provider =>
            KeyEncryptionKeys.Read(provider.GetRequiredService<IOptions<AttestoOptions>>().Value.KeyRotation, static (_, _) => { })
            ?? (ISigningKeyProtector)new DataProtectedSigningKeys(provider.GetRequiredService<IDataProtectionProvider>()));
        builder.Services.AwaitAttesto(typeof(ISigningKeyStore), ServiceLifetime.Scoped);
        builder.Services.AddAttestoKeyRotation(predecessor);
        builder.Services.AddHostedService<KeyRotationService>();
        return builder;
    }

    /// <summary>Adds a check that is degraded while a rotation is overdue, while the keys cannot be read, and while one cannot be decrypted at this node: nothing
    /// fails yet. It needs <see cref="UseKeyRotation"/>.</summary>
    /// <param name="builder">What <c>AddHealthChecks</c> returned.</param>
    /// <param name="name">The name of the check.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddAttestoKeyRotation(this IHealthChecksBuilder builder, string name = "attesto-key-rotation") =>
        builder.AddCheck<KeyRotationCheck>(name);
}
