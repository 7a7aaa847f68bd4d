using Attesto.Stores;
using HostNamespace.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

public sealed class HostTests
{
    [Test]
    public async Task A_host_gets_every_store_from_its_own_context()
    {
        await using var host = Host(TestDatabase.Configure);
        await using var scope = host.CreateAsyncScope();
        foreach (var seam in typeof(IAuthorizationCodeStore).Assembly.GetTypes().Where(IsStore))
        {
            var store = scope.ServiceProvider.GetService(seam);
            Assert.That(store?.GetType().GetGenericArguments(), Is.EqualTo(new[] { typeof(AttestoDbContext) }), seam.Name);
        }
    }

    [Test]
    public async Task A_store_of_the_hosts_own_is_left_alone()
    {
        var services = new ServiceCollection().AddSingleton<IGrantStore>(new InMemoryGrantStore(TimeProvider.System));
        services.AddAttestoEntityFrameworkStores<AttestoDbContext>();
        await using var host = services.BuildServiceProvider();
        Assert.That(host.GetRequiredService<IGrantStore>(), Is.TypeOf<InMemoryGrantStore>());
    }

    [Test]
    public async Task A_migrated_database_passes_the_check_at_start()
    {
        await using var host = Host(TestDatabase.Configure);
        await Assert.DoesNotThrowAsync(() => SchemaCheckOf(host).StartAsync(CancellationToken.None));
    }

    [Test]
    public async Task A_database_without_our_tables_is_named_with_the_command_that_mends_it()
    {
        await using var host = Host(TestDatabase.ConfigureEmpty);
        var fault = (await Assert.ThrowsAsync<InvalidOperationException>(() => SchemaCheckOf(host).StartAsync(CancellationToken.None)))!;
        Assert.That(
            fault.Message, Does.Contain("table_prefix_authorization_codes").And.Contain("dotnet ef database update --context AttestoDbContext").And.Contain("-- --migrate"));
    }

    [Test]
    public async Task A_database_with_an_older_table_is_named_too()
    {
        await using (var context = TestDatabase.Open())
        {
            await context.Database.ExecuteSqlRawAsync(TestDatabase.RenameColumn("table_prefix_replays", "expires_at", "older"));
        }

        await using var host = Host(TestDatabase.Configure);
        var fault = (await Assert.ThrowsAsync<InvalidOperationException>(() => SchemaCheckOf(host).StartAsync(CancellationToken.None)))!;
        Assert.That(fault.Message, Does.Contain("table_prefix_replays"));

        await using (var context = TestDatabase.Open())
        {
            await context.Database.ExecuteSqlRawAsync(TestDatabase.RenameColumn("table_prefix_replays", "older", "expires_at"));
        }
    }

    [Test]
    public async Task Nodes_share_their_data_protection_keys()
    {
        await using var first = Host(TestDatabase.Configure);
        await using var second = Host(TestDatabase.Configure);
        var cipher = first.GetRequiredService<IDataProtectionProvider>().CreateProtector("refresh").Protect("token");
        Assert.That(second.GetRequiredService<IDataProtectionProvider>().CreateProtector("refresh").Unprotect(cipher), Is.EqualTo("token"));
    }

    [Test]
    public async Task A_host_that_never_registers_its_context_is_told_the_line_to_add()
    {
        var services = new ServiceCollection().AddLogging().ConfigureDbContext<BareContext>(context => context.UseAttesto()).AddAttestoEntityFrameworkStores<BareContext>();
        await using var host = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }); // as in Development
        var check = host.GetServices<IHostedService>().Single(service => service is SchemaCheck<BareContext>);
        var fault = (await Assert.ThrowsAsync<InvalidOperationException>(() => check.StartAsync(CancellationToken.None)))!;
        Assert.That(fault.Message, Does.Contain("registers no ").And.Contain("BareContext").And.Contain("builder.Services.AddDbContext<BareContext>("));
        await using var scope = host.CreateAsyncScope();
        Assert.That(() => scope.ServiceProvider.GetService<IGrantStore>(), Throws.InvalidOperationException.With.Message.EqualTo(fault.Message));
    }

    [TestCase("Acme_")]
    [TestCase("1_")]
    [TestCase("a-b")]
    [TestCase("x; drop table users")]
    [TestCase("a_prefix_that_is_too_long_")]
    public void A_malformed_table_prefix_is_refused(string prefix) =>
        Assert.Throws<ArgumentException>(() => new ModelBuilder().UseAttesto(prefix));

    [TestCase("")]
    [TestCase("table_prefix_")]
    public async Task A_context_that_knows_nothing_of_the_tables_gets_them_by_its_options(string prefix)
    {
        await using var context = new BareContext(options =>
        {
            TestDatabase.Configure(options);
            options.UseAttesto(prefix);
        });
        var tables = context.Model.GetEntityTypes().ToDictionary(type => type.ClrType, type => type.GetTableName());
        Assert.That(tables.Keys, Is.EquivalentTo(AttestoModelBuilderExtensions.Rows));
        Assert.That((tables[typeof(GrantRow)], ModelCheck.Faults(context)), Is.EqualTo(($"{prefix}grants", Array.Empty<string>())));
    }

    [Test]
    public void A_malformed_table_prefix_in_the_options_is_refused() => Assert.Throws<ArgumentException>(() => new DbContextOptionsBuilder().UseAttesto("a b"));

    [Test]
    public async Task A_context_without_our_tables_says_what_to_call()
    {
        await using var context = new BareContext(TestDatabase.Configure);
        var store = new EfReplayStore<BareContext>(context);
        var fault = (await Assert.ThrowsAsync<InvalidOperationException>(() => store.TryAddAsync(Everything.NewHash(), DateTimeOffset.UnixEpoch, CancellationToken.None)))!;
        Assert.That(fault.Message, Does.Contain("modelBuilder.UseAttesto()"));
    }

    private static ServiceProvider Host(Action<DbContextOptionsBuilder> database)
    {
        var services = new ServiceCollection().AddLogging().AddDbContext<AttestoDbContext>(database).AddAttestoEntityFrameworkStores<AttestoDbContext>()
            .AddAttestoEvents<AttestoDbContext>();
        services.AddDataProtection().SetApplicationName("tests").PersistKeysToAttesto<AttestoDbContext>();
        return services.BuildServiceProvider();
    }

    private static IHostedService SchemaCheckOf(IServiceProvider host) => host.GetServices<IHostedService>().Single(service => service is SchemaCheck<AttestoDbContext>);

    private static bool IsStore(Type type) =>
        type is { IsInterface: true, IsPublic: true }
        && (type.Name.EndsWith("Store", StringComparison.Ordinal) || type.Name.EndsWith("Cache", StringComparison.Ordinal) || type == typeof(ISweeper))
        && type.Name is not ("IClientStore" or "ICatalogStore" or "IKeystore"); // the host's own: who its clients are, where its keys lie

    private sealed class BareContext(Action<DbContextOptionsBuilder> configure) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => configure(optionsBuilder);
    }
}
