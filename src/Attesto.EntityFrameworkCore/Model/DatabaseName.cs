using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <inheritdoc/>
internal sealed class DatabaseName<TContext>(TContext context) : IDatabaseName
    where TContext : DbContext
{
    public string? Provider => context.Database.ProviderName;

    public string Describe()
    {
        var connection = context.Database.GetDbConnection();
        return $"{typeof(TContext).Name}, {context.Database.ProviderName}: {connection.DataSource} {connection.Database}";
    }
}
