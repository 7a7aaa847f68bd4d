using System.Globalization;
using System.Text;

namespace Attesto.Templates;

/// <summary>docs/hosts.md: the hosts that the template was put into, as the run that did it writes them down.</summary>
internal static class HostPage
{
    private static readonly string File = Path.Combine(Checkout.Root, "docs", "hosts.md");

    private static readonly (string Host, string Shown, string Test)[] Others =
    [
        ("`dotnet new attesto-host`", "a whole new host: nothing to fill in, welcome page, *Try it*", nameof(AttestoHostTests)),
        ("`dotnet new attesto-host --users identity`", "people, passkeys and second factor in the same database", nameof(PeopleTests)),
        ("`dotnet new mvc --auth Individual`", "`--users identity --context`: its people, its pages and its own context stay", nameof(IdentityHostTests)),
        ("`dotnet new mvc`, stubs not filled in", "each stub denies and names its file; a second run of the template changes nothing", nameof(AttestoServerTests)),
        ("two prefixes in one database, PostgreSQL with two nodes, unusual names, `--context`", "every option", nameof(OptionTests)),
        ("a `net8.0` project, a folder without one, bad values of options", "refused in one sentence before anything is written", nameof(RefusalTests)),
        ("a host of an older version of the templates", "`dotnet new attesto-upgrade`", nameof(UpgradeTests)),
    ];

    /// <summary>Writes the page from a run.</summary>
    public static async Task WriteAsync(IReadOnlyDictionary<string, TimeSpan> times)
    {
        var sdk = (await Dotnet.SucceedAsync(Workshop.Folder, "--version")).Trim();
        var text = new StringBuilder($"""
            # The hosts that the template goes into

            Each is made by `dotnet new`, gets the authorization server by `dotnet new attesto-server`, builds without a warning, migrates, starts, signs a person in and out,
            and answers at its own addresses what it answered before. This page is written by

            ```
            ATTESTO_HOSTS=all ATTESTO_APPROVE=1 dotnet test tests/Attesto.Templates.Tests --filter HostMatrixTests
            ```

            last on {Date} with the .NET SDK {sdk} and ASP.NET Core {Environment.Version} on {Environment.ProcessorCount} processors. The time is that from `dotnet new`
            for the host to the first token, all builds and restores included, beside whatever else that machine had to do; it is measured and asserts nothing. CI runs a set
            that shows each difficulty once.

            {Head}

            """.ReplaceLineEndings("\n"));
        foreach (var kind in HostKind.Every)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Row(kind)} {times[kind.Name].TotalSeconds:0} s |\n");
        }

        text.Append("\n## Elsewhere in the tests\n\n| host | shown | by |\n| --- | --- | --- |\n");
        foreach (var (host, shown, test) in Others)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {host} | {shown} | `{test}` |\n");
        }

        await System.IO.File.WriteAllTextAsync(File, text.ToString());
    }

    private static string Date => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What the page has to say whatever the times are.</summary>
    public static IEnumerable<string> Lines =>
        [Head.Split('\n')[0], .. HostKind.Every.Select(Row), .. Others.Select(other => $"| {other.Host} | {other.Shown} | `{other.Test}` |")];

    public static Task<string> ReadAsync() => System.IO.File.ReadAllTextAsync(File);

    private const string Head = "| host | difficulty | answers as before at | to the first token |\n| --- | --- | --- | --- |";

    private static string Row(HostKind kind) =>
        $"| `dotnet new {string.Join(' ', kind.Made)}`, named `{kind.Name}` | {kind.Difficulty} | "
            + $"{string.Join(", ", kind.Probes.Select(probe => $"`{probe.Path}` ({probe.Status})"))} |";
}
