#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
#endif
using System.Security.Cryptography.X509Certificates;
using Attesto;
using Attesto.AspNetCore;
#if (hasClientsInDatabase)
using Attesto.EntityFrameworkCore;
#endif
#if (admin)
using HostNamespace.Admin;
#endif
using HostNamespace.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PoliciesNamespace;
#if (hasIdentity)
using Microsoft.AspNetCore.Authentication.Cookies;
#endif
#if (hasContext)
using Microsoft.EntityFrameworkCore;
#endif
#if (demo)
using HostNamespace.Demo;
#endif
#if (hasPeople)
using HostNamespace.People;
#endif

// This line wires the authorization server into the host: ASP.NET Core runs the class below while Program.cs creates its builder.
// To wire it by hand, delete the line and call in Program.cs, before builder.Build():  new AttestoSetup().Configure(builder.WebHost);
[assembly: HostingStartup(typeof(HostNamespace.AttestoSetup))]

namespace HostNamespace;

/// <summary>Everything that the authorization server needs from this host, in one place.</summary>
public sealed class AttestoSetup : IHostingStartup
{
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices((context, services) =>
    {
#if (noPages)
        services.AddControllers(); // the endpoints; their pages are those of your front end
#else
        services.AddControllersWithViews(); // the endpoints and their pages; a host that has its own keeps them
#endif
        services.Configure<AttestoOptions>(options => // the section Attesto of appsettings.json wins over these
        {
            options.Endpoints.PathPrefix = "/oauth_path_prefix";
            options.Logout.Enabled = true;
#if (isSigning)
            options.Profile = SecurityProfile.Fapi2MessageSigning;
#elif (isFapi)
            options.Profile = SecurityProfile.Fapi2Security;
#elif (isMcp)
            options.ClientIdMetadata.Enabled = options.Registration.Enabled = true; // clients that nobody has registered, nor vouches for: they get what follows
            options.ClientIdMetadata.Scopes = options.Registration.Scopes = ["mcp:tools", "offline_access"];
            options.Registration.DefaultScope = "*"; // most name no scope when they register, and ask for the resource's afterwards
            options.Resources.Supported = ["https://mcp.example.com/mcp"]; // the URL of your MCP server, for which clients ask (RFC 8707)
#endif
#if (hasIssuer && !demo)
            if (!context.HostingEnvironment.IsDevelopment()) // there it is where the host listens
            {
                options.Issuer = "IssuerOfHost";
            }
#endif
        });
        var attesto = services.AddAttesto(Complete).UseHostAddressInDevelopment();
#if (demo)
        if (context.HostingEnvironment.IsDevelopment())
        {
#if (isFapi)
            attesto.AddDemo(); // one person, before your own policies. Delete this block and the folder Demo once those are filled in.
#else
            attesto.AddDemo(); // one client, one person, before your own policies. Delete this block and the folder Demo once those are filled in.
#endif
        }

#endif
        attesto
#if (hasClientsInDatabase)
            .AddClientStore<EfClientStore<AttestoDbContext>>()
            .AddCatalogStore<EfCatalogStore<AttestoDbContext>>() // scopes and APIs, beside those of the settings
#else
            .AddClientStore<ClientStore>()
#endif
            .AddPrincipalPolicy<PrincipalPolicy>()
            .AddScopePolicy<ScopePolicy>()
            .AddSignInPolicy<SignInPolicy>()
            .AddConsentPolicy<ConsentPolicy>()
            .AddLogoutPolicy<LogoutPolicy>()
            .AddServerSideSessions(BrowserSession.Scheme)
#if (!noPages)
            .AddPages<PoliciesNamespace.Pages>() // a Razor Pages host has a namespace of that name
#endif
            .AddClaimsPolicy<ClaimsPolicy>()
            .AddRefreshTokenPolicy<RefreshTokenPolicy>()
            .AddEventSink<EventSink>()
            .UseKeystore(Keys.Open);
#if (!hasPeople && !hasIdentity)
        services.TryAddScoped<IAccounts, Accounts>();
#endif
#if (admin)
        services.AddAttestoAdmin(AdminPolicy.Configure); // the pages at /attesto/admin
#endif
        services.AddScoped<Stub>().AddSingleton<IErrorEnvelope, StubEnvelope>().AddHttpContextAccessor();

#if (hasClientsInDatabase)
        services.AddAttestoEvents<AttestoDbContext>(); // what happens at every node, in the database
#endif
#if (hasContext)
        services.ConfigureDbContext<AttestoDbContext>(context => context.UseAttesto("table_prefix_")).AddAttestoEntityFrameworkStores<AttestoDbContext>();
#else
        services.AddDbContextPool<AttestoDbContext>(Database.Configure).AddAttestoEntityFrameworkStores<AttestoDbContext>();
#endif
        var keys = services.AddDataProtection().SetApplicationName("HostNamespace").PersistKeysToAttesto<AttestoDbContext>();
        if (context.Configuration["DataProtection:Certificate"] is { } file) // a PFX file, whose key protects the keys of cookies in the database
        {
            keys.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(file, context.Configuration["DataProtection:Password"]));
        }

#if (hasPeople && noPages)
        services.AddPeople(context.HostingEnvironment.IsDevelopment());
#elif (hasPeople)
        services.AddPeople(context.Configuration, context.HostingEnvironment.IsDevelopment());
#elif (hasIdentity)
        services.RequireIdentity();

        // Program.cs adds Identity after this, and sets the events of its cookie anew.
        services.PostConfigure<CookieAuthenticationOptions>(BrowserSession.Scheme, BrowserSession.Configure);
#else
        services.AddAttestoSession(BrowserSession.Scheme, cookie => BrowserSession.Configure(cookie, context.HostingEnvironment.IsDevelopment()));
#endif
        if (MigrateAndExit.IsAskedFor)
        {
            services.AddLogging(logging => logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.None)); // said in one sentence
            services.AddHostedService<MigrateAndExit>();
        }
    });

    /// <summary>Sets what the configuration left open.</summary>
    private static void Complete(AttestoOptions options)
    {
        if (options.Scopes.Supported.Count == 0)
        {
#if (hasPeople)
            options.Scopes.Supported = ["profile", "email", "phone", "roles", "offline_access"];
#else
            options.Scopes.Supported = ["profile", "email", "offline_access"];
#endif
#if (isMcp)
            options.Scopes.Supported.Add("mcp:tools"); // what your MCP server asks for
#endif
        }

#if (admin && demo)
        if (!options.Scopes.Supported.Contains("attesto.manage"))
        {
            options.Scopes.Supported.Add("attesto.manage"); // of the management API
        }

#endif
#if (hasPeople || hasIdentity)
        if (options.Discovery.AcrValuesSupported.Count == 0)
        {
            options.Discovery.AcrValuesSupported = [BrowserSession.SecondFactor];
        }

#endif
#if (hasPeople)
        options.Scopes.Claims.TryAdd("roles", "roles");
#endif

        if (options.Subjects.PrincipalKinds.Count == 0)
        {
            options.Subjects.PrincipalKinds = [new PrincipalKind { Value = "user", SubPrefix = "usr_" }, new PrincipalKind { Value = "client", SubPrefix = "cli_" }];
        }
    }
}
