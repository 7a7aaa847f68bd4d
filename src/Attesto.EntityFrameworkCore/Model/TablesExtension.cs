using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.EntityFrameworkCore;

/// <summary>Lets EF Core add the tables to a model when the context itself has said what is in it.</summary>
internal sealed class TablesExtension : IDbContextOptionsExtension
{
    private readonly string _prefix;

    public TablesExtension(string prefix)
    {
        _ = new TableNames(prefix); // refuses one that is malformed where it is set
        _prefix = prefix;
        Info = new Description(this);
    }

    public DbContextOptionsExtensionInfo Info { get; }

    public void ApplyServices(IServiceCollection services) => services.AddSingleton<IModelCustomizer>(
        provider => new Customizer(provider.GetRequiredService<ModelCustomizerDependencies>(), _prefix));

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class Customizer(ModelCustomizerDependencies dependencies, string prefix) : RelationalModelCustomizer(dependencies)
    {
        public override void Customize(ModelBuilder modelBuilder, DbContext context)
        {
            base.Customize(modelBuilder, context);
            modelBuilder.UseAttesto(prefix);
        }
    }

    // EF Core keeps one model for all contexts of a type whose options agree.
    private sealed class Description(TablesExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "Attesto ";

        private string Prefix => ((TablesExtension)Extension)._prefix;

        public override int GetServiceProviderHashCode() => Prefix.GetHashCode(StringComparison.Ordinal);

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is Description tables && tables.Prefix == Prefix;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["Attesto tables"] = Prefix;
    }
}
