using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Attesto.Keys;

/// <summary>Registers the keys that the server rotates itself.</summary>
internal static class KeyRotationServices
{
    /// <summary>Adds the rotating keystore; the store and the protector are another's to register.</summary>
    /// <param name="services">The services.</param>
    /// <param name="predecessor">Makes the host's own keystore, once, or null.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoKeyRotation(this IServiceCollection services, Func<IServiceProvider, IKeystore>? predecessor)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => RotationPlan.Of(provider.GetRequiredService<IOptions<AttestoOptions>>().Value, succeeds: predecessor is not null));
        services.TryAddSingleton<KeyMaker>();
        services.TryAddSingleton<OpenedSigningKeys>();
        services.TryAddSingleton<SigningKeyRing>();
        services.TryAddScoped<IKeyRotation, KeyRotation>();
        return services.AddAttestoKeystore(provider => new RotatingKeystore(
            provider.GetRequiredService<SigningKeyRing>(), provider.GetRequiredService<RotationPlan>(), predecessor?.Invoke(provider)));
    }
}
