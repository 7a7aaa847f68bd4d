using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Attesto.Management;

/// <summary>The version of a client as its entity tag, and what a request expects of it (RFC 9110 §8.8.3, §13.1.1).</summary>
internal static class Preconditions
{
    /// <summary>Tells the version with an answer.</summary>
    public static void Tell(HttpContext http, Guid? version)
    {
        if (version is { } known)
        {
            http.Response.Headers.ETag = TagOf(known);
        }
    }

    /// <summary>True if the request expects nothing, or the version that there is.</summary>
    public static bool AreMet(HttpContext http, Guid? version) =>
        http.Request.Headers.IfMatch.Count == 0
        || (EntityTagHeaderValue.TryParseStrictList([.. http.Request.Headers.IfMatch.OfType<string>()], out var tags)
            && version is { } known
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag.Equals(TagOf(known), StringComparison.Ordinal))));

    /// <summary>The version that must still be there when the change is written, once <see cref="AreMet"/>; null if the request expects none.</summary>
    public static Guid? Expected(HttpContext http, Guid? version) => http.Request.Headers.IfMatch.Count == 0 ? null : version;

    private static string TagOf(Guid version) => $"\"{version:N}\"";
}
