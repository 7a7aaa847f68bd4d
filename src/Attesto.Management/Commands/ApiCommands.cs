using System.CommandLine;

namespace Attesto.Management;

/// <summary><c>apis</c>: what tokens may be asked for.</summary>
internal static class ApiCommands
{
    private static readonly Option<string?> Name = CatalogOptions.Text("--display-name", "Its name for people.");
    private static readonly Option<string[]> Names = CatalogOptions.Texts("--display-name-in", "The same in another language: --display-name-in \"de=Berichte\"; may be repeated.");
    private static readonly Option<string[]> Claims = CatalogOptions.Texts("--claim", "A claim about people that its tokens carry; may be repeated.");

    public static Command Create(CommandLine line) => new CatalogCommands<ApiEntry, HostApi>(line, "uri", [Name, Names, Claims], With)
        .Create("apis", "The APIs that tokens may be asked for (RFC 8707): the configuration's are shown, and the database's are changed.");

    private static ApiEntry With(ApiEntry entry, ParseResult parsed) => entry with
    {
        DisplayName = parsed.GetValue(Name) ?? entry.DisplayName,
        LocalizedDisplayNames = CatalogOptions.Read(parsed, Names, entry.LocalizedDisplayNames),
        Claims = parsed.GetValue(Claims) is { Length: > 0 } claims ? claims : entry.Claims,
    };
}
