using Attesto;
using Attesto.AspNetCore;
using HostNamespace.Data;
#if (!noPages)
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
#endif
using Microsoft.AspNetCore.Identity;
#if (!noPages)
using Microsoft.Extensions.DependencyInjection.Extensions;
#endif
using Microsoft.Extensions.Options;
using PoliciesNamespace;

namespace HostNamespace.People;

#if (noPages)
/// <summary>The people of this server: ASP.NET Core Identity. Registration, recovery and the rest are your front end's, by <c>UserManager</c>.</summary>
#else
/// <summary>The people of this server: ASP.NET Core Identity, with passkeys, second factors and other providers.</summary>
#endif
internal static class PeopleSetup
{
#if (noPages)
    public static void AddPeople(this IServiceCollection services, bool isDevelopment)
#else
    public static void AddPeople(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
#endif
    {
        services.AddIdentity<ApplicationUser, IdentityRole>(Configure).AddEntityFrameworkStores<AttestoDbContext>().AddDefaultTokenProviders();
        services.ConfigureApplicationCookie(cookie => BrowserSession.Configure(cookie, isDevelopment));
        services.AddOptions<IdentityPasskeyOptions>().Configure<EndpointUrls>(Configure);
#if (noPages)
        services.AddScoped<OneTimeCodes>();
    }
#else
        services.AddScoped<AccountMail>().AddScoped<OneTimeCodes>().AddScoped<ProviderAccounts>();
        if (isDevelopment)
        {
            services.TryAddScoped<IEmailSender<ApplicationUser>, LogEmailSender>();
        }

        services.AddOptions<IdentityOptions>()
            .Validate<IServiceProviderIsService>(
                (_, known) => known.IsService(typeof(IEmailSender<ApplicationUser>)),
                "Nothing sends mail: register an IEmailSender<ApplicationUser> in Program.cs, before builder.Build().")
            .ValidateOnStart();
        foreach (var provider in configuration.GetSection("Providers").GetChildren())
        {
            services.AddAuthentication().AddOpenIdConnect(provider.Key, provider["DisplayName"] ?? provider.Key, options => Configure(options, provider));
        }
    }
#endif

    private static void Configure(IdentityOptions options)
    {
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3; // with passkeys; the migration has them
        options.SignIn.RequireConfirmedEmail = true;
        options.User.RequireUniqueEmail = true;
        options.User.AllowedUserNameCharacters = ""; // any: people sign in with their e-mail address, or a name from elsewhere
        options.Password.RequiredLength = 12; // length is what helps (NIST SP 800-63B §3.1.1)
        options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
    }

    // Verified and discoverable: a passkey is then two factors, and needs no name.
    private static void Configure(IdentityPasskeyOptions options, EndpointUrls urls)
    {
        var issuer = new Uri(urls.Issuer);
        var origin = issuer.GetLeftPart(UriPartial.Authority);
        options.ServerDomain = issuer.Host; // never change it: all passkeys would be lost
        options.UserVerificationRequirement = options.ResidentKeyRequirement = "required";
        options.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && asked.Origin == origin);
    }
#if (!noPages)

    // Any OpenID Connect provider by a few settings: Providers:Google:Authority, :ClientId, :ClientSecret, and whatever else the handler knows.
    private static void Configure(OpenIdConnectOptions options, IConfigurationSection provider)
    {
        options.SignInScheme = IdentityConstants.ExternalScheme;
        (options.ResponseType, options.ResponseMode) = ("code", "query"); // a posted answer would want cookies that browsers keep back
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.MapInboundClaims = false;
        options.CallbackPath = $"/signin/callback/{provider.Key}";
        options.Scope.Add("email");
        options.GetClaimsFromUserInfoEndpoint = true;
        provider.Bind(options);
        options.Events.OnRemoteFailure = context => // cancelled, or out of order: the page says so, and offers the other ways
        {
            context.Response.Redirect(context.Properties?.RedirectUri ?? "/signin");
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }
#endif
}
