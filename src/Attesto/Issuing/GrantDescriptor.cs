using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Issuing;

/// <summary>What is known of a grant without making it: one request uses one grant, and discovery none.</summary>
/// <param name="GrantType">The <c>grant_type</c>.</param>
/// <param name="NeedsConfidentialClient">True if only clients that authenticate with a credential may use it.</param>
/// <param name="Switch">The grant's own switch; null if it has none, and then <see cref="TokenOptions.GrantTypes"/> decides.</param>
/// <param name="Open">Makes the grant from the request's services.</param>
internal sealed record GrantDescriptor(string GrantType, bool NeedsConfidentialClient, Func<AttestoOptions, bool>? Switch, Func<IServiceProvider, IGrant> Open)
{
    /// <summary>True if this server offers the grant.</summary>
    public bool IsOffered(AttestoOptions options) => Switch?.Invoke(options) ?? options.Tokens.GrantTypes?.Contains(GrantType) ?? true;

    /// <summary>Registers a grant, of which there is one per request.</summary>
    public static void Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TGrant>(
        IServiceCollection services, string grantType, bool needsConfidentialClient = false, Func<AttestoOptions, bool>? isOn = null)
        where TGrant : class, IGrant
    {
        services.AddTransient<TGrant>();
        services.AddSingleton(new GrantDescriptor(grantType, needsConfidentialClient, isOn, static provider => provider.GetRequiredService<TGrant>()));
    }
}
