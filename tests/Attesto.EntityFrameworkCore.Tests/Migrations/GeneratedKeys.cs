using System.Text.RegularExpressions;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>The one thing of which every provider has its own: integer keys that the database counts. The template emits that of the chosen one.</summary>
internal static partial class GeneratedKeys
{
    /// <summary>What was scaffolded on SQLite, with a choice in its place.</summary>
    public static string Of(string code) => Property().Replace(Column().Replace(code, Choice(
        """
                                .Annotation("SqlServer:Identity", "1, 1"),
        """,
        """
                                .Annotation("Npgsql:ValueGenerationStrategy", Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
        """,
        """
                                .Annotation("Sqlite:Autoincrement", true),
        """)), "$0" + Choice(
        """
                            SqlServerPropertyBuilderExtensions.UseIdentityColumn(b.Property<int>("Id"));
        """,
        """
                            NpgsqlPropertyBuilderExtensions.UseIdentityByDefaultColumn(b.Property<int>("Id"));
        """,
        sqlite: ""));

    private static string Choice(string sqlServer, string postgres, string sqlite) =>
        $"\n#if (useSqlServer)\n{sqlServer}\n#elif (usePostgres)\n{postgres}\n{(sqlite.Length == 0 ? "" : $"#else\n{sqlite}\n")}#endif";

    [GeneratedRegex("""\n *\.Annotation\("Sqlite:Autoincrement", true\),""")]
    private static partial Regex Column();

    [GeneratedRegex("""b\.Property<int>\("Id"\)\s+\.ValueGeneratedOnAdd\(\);""")]
    private static partial Regex Property();
}
