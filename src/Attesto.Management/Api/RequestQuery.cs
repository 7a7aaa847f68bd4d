using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attesto.Management;

/// <summary>Reads what stands in the URL of a request.</summary>
internal static class RequestQuery
{
    private const int MaxSize = 500;
    private const int UsualSize = 50;
    private const char None = '\0';

    /// <summary>The size of a page.</summary>
    /// <exception cref="ClientDataException">It is none.</exception>
    public static int SizeOf(string? text) =>
        text is null ? UsualSize :
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= MaxSize ? size :
        throw new ClientDataException([new ClientDataFault("size", $"must be 1 to {MaxSize}.")]);

    /// <summary>A kind of client, by its name and never by a number.</summary>
    /// <exception cref="ClientDataException">It is none.</exception>
    public static ClientOrigin? OriginOf(string? text) =>
        string.IsNullOrEmpty(text) ? null :
        Enum.GetNames<ClientOrigin>().Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<ClientOrigin>(text, ignoreCase: true) :
        throw new ClientDataException([new ClientDataFault("origin", $"must be one of {string.Join(", ", Enum.GetNames<ClientOrigin>())}.")]);

    /// <summary>A value by which something is looked up: databases keep no text with a NUL in it.</summary>
    /// <exception cref="ClientDataException">It has one.</exception>
    public static string? Checked(string? text, string field) => text?.Contains(None, StringComparison.Ordinal) is true
        ? throw new ClientDataException([new ClientDataFault(field, "has a character that no identifier has.")])
        : string.IsNullOrEmpty(text) ? null : text;

    /// <summary>The last part of the path, in which only an encoded slash is still encoded: the <c>client_id</c> of a metadata document is a URL.</summary>
    public static string IdOf(HttpContext http) => ((string?)http.GetRouteValue("id") ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a list goes on was not read from its answer.</summary>
    public static ClientDataException NoCursor() => new([new ClientDataFault("after", "is not what a page ended with (next).")]);
}
