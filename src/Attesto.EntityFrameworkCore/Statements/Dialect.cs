using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>The dialects of SQL that differ where a statement is limited. Everything else is portable.</summary>
internal static class Dialect
{
    public const string Sqlite = "Microsoft.EntityFrameworkCore.Sqlite";

    public const string PostgreSql = "Npgsql.EntityFrameworkCore.PostgreSQL";

    public const string SqlServer = "Microsoft.EntityFrameworkCore.SqlServer";

    /// <summary>The provider that the host chose.</summary>
    public static string? Of(DbContext context) => context.Database.ProviderName;
}
