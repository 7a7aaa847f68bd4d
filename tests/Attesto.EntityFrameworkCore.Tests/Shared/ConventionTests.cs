using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>A host's rules for all of its columns do not reach ours; what a host does to ours afterwards, the start names.</summary>
public sealed class ConventionTests
{
    [Test]
    public void Conventions_of_the_host_do_not_reach_a_column()
    {
        using var plain = TestDatabase.Open();
        using var host = new Host(Strict, _ => { });
        Assert.That(ColumnsOf(host), Is.EqualTo(ColumnsOf(plain)));
        Assert.That(ModelCheck.Faults(host), Is.Empty);
    }

    // The conventions above are ones that reach a column: one that is not pinned.
    [Test]
    public void The_host_itself_follows_its_conventions()
    {
        using var host = new Host(Strict, model => model.Entity<Own>());
        var note = host.GetService<IDesignTimeModel>().Model.FindEntityType(typeof(Own))!.GetProperty(nameof(Own.Note));
        Assert.That((note.GetMaxLength(), note.IsUnicode(), note.GetCollation(), note.GetColumnName()), Is.EqualTo((200, false, "C", "NOTE")));
        Assert.That(note.GetValueConverter(), Is.TypeOf<Shouting>());
    }

    [TestCaseSource(nameof(Changes))]
    public async Task A_changed_column_stops_the_start_by_its_name(Action<ModelBuilder> change, string expected)
    {
        var services = new ServiceCollection().AddLogging()
            .AddScoped(_ => new Host(_ => { }, change))
            .AddAttestoEntityFrameworkStores<Host>();
        await using var provider = services.BuildServiceProvider();
        var check = new SchemaCheck<Host>(provider.GetRequiredService<IServiceScopeFactory>());
        var fault = (await Assert.ThrowsAsync<InvalidOperationException>(() => check.StartAsync(CancellationToken.None)))!;
        Assert.That(fault.Message, Does.Contain("The model of Host does not fit Attesto").And.Contain(expected));
    }

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return Change("a type", row => row.Property("ExpiresAt").HasConversion<long>(), "table_prefix_replays: the column expires_at is ");
        yield return Change(
            "nullable", row => row.Property("RequestedScope").IsRequired(false), "table_prefix_device_codes: the column requested_scope is nullable", typeof(DeviceCodeRow));
        yield return Change("a converter", row =>
            row.Property("Xml").HasConversion<Shouting>(), "table_prefix_data_protection_keys: the values of the column xml are converted", typeof(DataProtectionKeyRow));
        yield return Change("left out", row => row.Ignore("Binding"), "table_prefix_consent_grants: the column binding is left out", typeof(ConsentGrantRow));
        yield return Change("a column of its own", row => row.Property<string>("Tenant").IsRequired(), "table_prefix_replays: the column Tenant is not Attesto's");
        yield return Change("a filter", row =>
            row.HasQueryFilter((Expression<Func<ReplayRow, bool>>)(one => one.ExpiresAt > DateTime.MinValue)), "table_prefix_replays: a query filter hides rows");
    }

    private static TestCaseData Change(string name, Action<EntityTypeBuilder> change, string expected, Type? row = null) =>
        new TestCaseData((Action<ModelBuilder>)(model => change(model.Entity(row ?? typeof(ReplayRow)))), expected).SetArgDisplayNames(name);

    private static void Strict(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<string>().HaveMaxLength(200).AreUnicode(false).UseCollation("C").HaveConversion<Shouting>();
        conventions.Properties<DateTime>().HavePrecision(0).HaveConversion<long>();
        conventions.Properties<byte[]>().HaveMaxLength(8);
        conventions.Properties<TokenHash>().HaveMaxLength(8);
        conventions.Conventions.Add(_ => new UpperCase());
    }

    private static IEnumerable<string> ColumnsOf(DbContext context) => context.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables
        .Where(table => table.Name.StartsWith("table_prefix_", StringComparison.Ordinal))
        .OrderBy(table => table.Name, StringComparer.Ordinal)
        .SelectMany(table => table.Columns.OrderBy(column => column.Name, StringComparer.Ordinal)
            .Select(column => $"{table.Name}.{column.Name} {column.StoreType} {column.IsNullable} {column.Collation} {column.DefaultValueSql}"));

    private sealed class Host(Action<ModelConfigurationBuilder> conventions, Action<ModelBuilder> change) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
        {
            TestDatabase.Configure(optionsBuilder);
            optionsBuilder.EnableServiceProviderCaching(false);
        }

        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => conventions(configurationBuilder);

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.UseAttesto("table_prefix_");
            change(modelBuilder);
        }
    }

    private sealed class Own
    {
        public int Id { get; set; }

        public string Note { get; set; } = "";
    }

    private sealed class Shouting() : ValueConverter<string, string>(text => text.ToUpperInvariant(), stored => stored);

    /// <summary>As a convention for names does, over every column at the end.</summary>
    private sealed class UpperCase : IModelFinalizingConvention
    {
        public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
        {
            foreach (var property in modelBuilder.Metadata.GetEntityTypes().SelectMany(row => row.GetProperties()))
            {
                property.Builder.HasColumnName(property.Name.ToUpperInvariant());
            }
        }
    }
}
