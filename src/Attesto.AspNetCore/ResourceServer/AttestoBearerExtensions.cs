using Attesto.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Protects an API by access tokens of an Attesto server.</summary>
public static class AttestoBearerExtensions
{
    /// <summary>Protects an API in the same process as the server, or one whose issuer and audience are configured in the section
    /// <c>Authentication:Schemes:AttestoBearer</c>, under the scheme <see cref="AttestoBearerDefaults.AuthenticationScheme"/>.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddAttestoBearer(this AuthenticationBuilder builder) =>
        builder.AddAttestoBearer(AttestoBearerDefaults.AuthenticationScheme, static _ => { });

    /// <summary>Protects an API in the same process as the server, or one whose issuer and audience are configured in the section
    /// <c>Authentication:Schemes:</c> and the scheme's name.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The scheme's name.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddAttestoBearer(this AuthenticationBuilder builder, string authenticationScheme) =>
        builder.AddAttestoBearer(authenticationScheme, static _ => { });

    /// <summary>Protects an API under the scheme <see cref="AttestoBearerDefaults.AuthenticationScheme"/>.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="configureOptions">Sets the issuer, the audience, and what differs from the host's own options.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddAttestoBearer(this AuthenticationBuilder builder, Action<AttestoBearerOptions> configureOptions) =>
        builder.AddAttestoBearer(AttestoBearerDefaults.AuthenticationScheme, configureOptions);

    /// <summary>Protects an API. Each issuer and each audience of a host has a scheme of its own.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The scheme's name.</param>
    /// <param name="configureOptions">Sets the issuer, the audience, and what differs from the host's own options.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddAttestoBearer(
        this AuthenticationBuilder builder, string authenticationScheme, Action<AttestoBearerOptions> configureOptions) =>
        builder.AddAttestoBearer(authenticationScheme, displayName: null, configureOptions);

    /// <summary>Protects an API. Each issuer and each audience of a host has a scheme of its own.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The scheme's name.</param>
    /// <param name="displayName">What people are shown of it, or null.</param>
    /// <param name="configureOptions">Sets the issuer, the audience, and what differs from the host's own options.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddAttestoBearer(
        this AuthenticationBuilder builder, string authenticationScheme, string? displayName, Action<AttestoBearerOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        AddResourceServer(builder.Services);
        builder.Services.AddSingleton(new BearerSchemeName(authenticationScheme));
        builder.Services.AddOptions<AttestoBearerOptions>(authenticationScheme).ValidateOnStart();
        return builder.AddScheme<AttestoBearerOptions, BearerAuthentication>(authenticationScheme, displayName, configureOptions);
    }

    private static void AddResourceServer(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(BearerSchemes)))
        {
            return;
        }

        services.AddAttestoSection();
        services.AddHttpContextAccessor();
        services.AddHttpClient(IssuerKeys.ClientName);
        services.AddAuthorization();
        services.AddAttestoResourceProtocol();
        services.AddExchange();
        services.AddSingleton<BearerSchemes>();
        services.AddSingleton<BearerSection>();
        services.AddSingleton<IConfigureOptions<AttestoBearerOptions>>(provider => provider.GetRequiredService<BearerSection>());
        services.AddSingleton<IValidateOptions<AttestoBearerOptions>>(provider => provider.GetRequiredService<BearerSection>());
        services.AddSingleton<IValidateOptions<AttestoBearerOptions>, BearerValidator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, TokenRequirementCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RouteDemandCheck>());
    }
}
