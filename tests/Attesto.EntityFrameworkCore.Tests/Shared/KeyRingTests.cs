using HostNamespace.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>One ring of data-protection keys over all nodes.</summary>
public sealed class KeyRingTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [SetUp]
    public async Task Empty()
    {
        await using var context = TestDatabase.Open();
        await context.Set<DataProtectionKeyRow>().ExecuteDeleteAsync();
    }

    [Test]
    public async Task Nodes_that_start_together_make_one_key()
    {
        await using var first = Node();
        await using var second = Node();
        var managers = new[] { first, second }.Select(node => node.GetRequiredService<IKeyManager>()).ToList();
        Assert.That(managers.SelectMany(manager => manager.GetAllKeys()), Is.Empty);

        // Both saw none, so both make one.
        managers.ForEach(manager => manager.CreateNewKey(Now, Now.AddDays(90)));
        Assert.That(managers.Select(manager => manager.GetAllKeys().Single().KeyId).Distinct().Count(), Is.EqualTo(1));

        var cipher = Protector(first).Protect("session");
        Assert.That(Protector(second).Unprotect(cipher), Is.EqualTo("session"));
    }

    [Test]
    public async Task A_key_made_later_takes_a_place_of_its_own()
    {
        await using var node = Node();
        var keys = node.GetRequiredService<IKeyManager>();
        foreach (var age in Enumerable.Range(0, 3))
        {
            keys.CreateNewKey(Now.AddDays(age), Now.AddDays(90));
            Assert.That(keys.GetAllKeys(), Has.Count.EqualTo(age + 1));
        }

        keys.RevokeAllKeys(Now.AddDays(1));
        Assert.That(keys.GetAllKeys(), Is.All.Matches<IKey>(key => key!.IsRevoked));
    }

    [Test]
    public async Task A_key_of_another_node_is_known_at_once()
    {
        await using var first = Node();
        await using var second = Node();
        Assert.That(Protector(second).Unprotect(Protector(first).Protect("session")), Is.EqualTo("session"), "both rings are read");

        first.GetRequiredService<IKeyManager>().GetAllKeys();
        first.GetRequiredService<IKeyManager>().CreateNewKey(Now.AddSeconds(-1), Now.AddDays(90));
        Assert.That(Protector(second).Unprotect(Protector(first).Protect("another")), Is.EqualTo("another"));
    }

    [TestCase("Production", KeysAtRest.Protected, false, "Attesto:Database:KeysAtRest")]
    [TestCase("Production", KeysAtRest.Plain, false, null)]
    [TestCase("Production", KeysAtRest.Protected, true, null)]
    [TestCase("Development", KeysAtRest.Protected, false, null)]
    public async Task Keys_in_clear_are_somebodys_decision(string environment, KeysAtRest atRest, bool encrypts, string? expected)
    {
        var services = Services().AddSingleton<IHostEnvironment>(new HostEnvironment { EnvironmentName = environment });
        if (encrypts)
        {
            services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new Moq.Mock<Microsoft.AspNetCore.DataProtection.XmlEncryption.IXmlEncryptor>().Object);
        }

        await using var node = services.BuildServiceProvider();
        var check = node.GetServices<IValidateOptions<AttestoOptions>>().Single();
        Assert.That(check.Validate(null, new AttestoOptions { Database = { KeysAtRest = atRest } }).FailureMessage, expected is null ? Is.Null : Does.Contain(expected));
    }

    [Test]
    public async Task An_outage_while_the_ring_is_read_is_noted_though_it_is_swallowed()
    {
        var services = new ServiceCollection().AddLogging()
            .AddDbContext<AttestoDbContext>(options => TestDatabase.Configure(options.AddInterceptors(new Away())));
        services.AddDataProtection().SetApplicationName("tests").PersistKeysToAttesto<AttestoDbContext>();
        await using var node = services.BuildServiceProvider();
        var request = Outage.Watch();
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => Protector(node).Unprotect("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        Assert.That(request.Fault, Is.Not.Null);
    }

    private static IDataProtector Protector(IServiceProvider node) => node.GetRequiredService<IDataProtectionProvider>().CreateProtector("tests").CreateProtector("session");

    private static ServiceProvider Node() => Services().BuildServiceProvider();

    private static ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddDbContext<AttestoDbContext>(TestDatabase.Configure).AddAttestoEntityFrameworkStores<AttestoDbContext>();
        services.AddDataProtection().SetApplicationName("tests").PersistKeysToAttesto<AttestoDbContext>();
        return services;
    }

    private sealed class Away : Microsoft.EntityFrameworkCore.Diagnostics.DbConnectionInterceptor
    {
        public override Microsoft.EntityFrameworkCore.Diagnostics.InterceptionResult ConnectionOpening(
            System.Data.Common.DbConnection connection,
            Microsoft.EntityFrameworkCore.Diagnostics.ConnectionEventData eventData,
            Microsoft.EntityFrameworkCore.Diagnostics.InterceptionResult result) => throw new TimeoutException("away");
    }

    private sealed class HostEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
