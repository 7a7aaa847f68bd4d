using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Attesto.EntityFrameworkCore;

/// <summary>A connection of Npgsql keeps its last command for the next statement, also one that failed: if the network broke while the statement was sent that was to
/// be prepared automatically, the next one fails although the database is there again, and leaves answers behind on a connection of the pool, where they meet the
/// statements of anybody (seen with 10.0.3). So a command that failed is taken off its connection, in every context of the host: they may share a pool.</summary>
/// <typeparam name="TContext">Each context that the host registers.</typeparam>
internal sealed class PostgreSqlCommands<TContext> : IDbContextOptionsConfiguration<TContext>
    where TContext : DbContext
{
    public void Configure(IServiceProvider serviceProvider, DbContextOptionsBuilder optionsBuilder)
    {
        if (PostgreSqlDialect.MayBe(optionsBuilder.Options))
        {
            optionsBuilder.AddInterceptors(FailedCommands.Interceptor);
        }
    }
}
