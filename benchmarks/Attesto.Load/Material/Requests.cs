namespace Attesto.Load;

/// <summary>The requests of one run, written to a file before it.</summary>
/// <param name="Mode">As load.lua knows it.</param>
/// <param name="File">One request a line.</param>
/// <param name="Rest">What each request says besides, or null.</param>
internal sealed record Requests(string Mode, string File, string? Rest = null)
{
    public static Requests Get(string authorization = "") => new("get", Write([authorization]));

    public static Requests Get(IEnumerable<string> authorizations) => new("get", Write(authorizations));

    public static Requests Post(params IEnumerable<string> bodies) => new("list", Write(bodies));

    public static Requests Chain(IEnumerable<string> refreshTokens, string client) => new("chain", Write(refreshTokens), client);

    public static Requests Flow(string authorization, string cookie, string redemption) => new("flow", Write([authorization, cookie, redemption]));

    private static string Write(IEnumerable<string> lines)
    {
        var file = Path.Combine(Work.Folder, $"{Guid.NewGuid():N}.txt");
        System.IO.File.WriteAllLines(file, lines);
        return file;
    }
}
