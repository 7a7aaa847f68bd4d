using Attesto.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Puts the tables of Attesto into a context whose own code knows nothing of them.</summary>
public static class AttestoDbContextOptionsExtensions
{
    /// <summary>Adds every table of Attesto to the model of a context, after its <c>OnModelCreating</c>, so that the context's own migrations carry them. A context
    /// that <c>dotnet ef</c> gets from an <c>IDesignTimeDbContextFactory</c> needs the call there too, or <c>modelBuilder.UseAttesto()</c> in its code instead.</summary>
    /// <param name="options">The context's options, of <c>AddDbContext</c> or of <c>ConfigureDbContext</c>.</param>
    /// <param name="prefix">What every table name starts with: empty, or lower-case letters, digits and underscores, not a digit first, at most 24.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentException">The prefix is malformed.</exception>
    public static DbContextOptionsBuilder UseAttesto(this DbContextOptionsBuilder options, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(options);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new TablesExtension(prefix));
        return options;
    }
}
