using Attesto.AspNetCore;
using Attesto.EdDsa;
using Attesto.Lab.Data;
using Attesto.Lab.Policies;
using Microsoft.AspNetCore.DataProtection;

namespace Attesto.Lab;

/// <summary>Everything that the authorization server needs from this host, in one place, as the template emits it.</summary>
internal static class AttestoSetup
{
    public static void Configure(IServiceCollection services, LabFile lab)
    {
        services.AddAttestoEdDsa();
        services.AddSingleton<ClientStore>();
        services.Configure<AttestoOptions>(options => options.Authorization.RememberConsentFor = TimeSpan.Zero); // a tester sees the page each time, unless lab.json says otherwise
        services.AddAttesto()
            .AddClientStore<ClientStore>()
            .AddPrincipalPolicy<PrincipalPolicy>()
            .AddScopePolicy<ScopePolicy>()
            .AddSignInPolicy<SignInPolicy>()
            .AddConsentPolicy<ConsentByClient>()
            .AddLogoutPolicy<LogoutPolicy>()
            .AddPages<Pages>()
            .AddIntrospectionPolicy<IntrospectionPolicy>()
            .AddAssertionSubjectPolicy<AssertionSubjectPolicy>()
            .AddClaimsPolicy<ClaimsPolicy>()
            .AddRefreshTokenPolicy<RefreshTokenPolicy>()
            .AddEventSink<EventSink>()
            .AddKeystore<Keystore>();
        services.AddScoped<IAccounts, Accounts>();
        services.AddAuthentication(AttestoBearerDefaults.AuthenticationScheme).AddAttestoBearer();
        AddStores(services, lab);
    }

    private static void AddStores(IServiceCollection services, LabFile lab)
    {
        if (lab.Database is { Provider: "memory" })
        {
            services.AddAttestoInMemoryStores(acknowledgeSingleNode: true);
            services.AddSingleton<ILabSessions, MemorySessions>();
            return;
        }

        TablePrefix.Value = lab.Database?.TablePrefix ?? "";
        services.AddDbContextPool<AttestoDbContext>(options => Database.Configure(options, lab.Database)).AddAttestoEntityFrameworkStores<AttestoDbContext>();
        services.AddDbContextPool<LabDbContext>(options => Database.Configure(options, lab.Database)).AddScoped<ILabSessions, DatabaseSessions>();
        services.Configure<AttestoOptions>(options => options.Database.KeysAtRest = KeysAtRest.Plain); // a laboratory has nothing to hide
        services.AddDataProtection().SetApplicationName("Attesto.Lab").PersistKeysToAttesto<AttestoDbContext>();
    }
}
