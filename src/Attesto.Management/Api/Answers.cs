using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Attesto.Management;

/// <summary>Answers of the API, in the JSON of the commands.</summary>
internal static class Answers
{
    public const string Json = "application/json";

    private static readonly JsonSerializerOptions Options = new(ManagementJson.Options) { WriteIndented = false, Encoder = JavaScriptEncoder.Default };

    public static IResult Of<T>(T answer, int status = StatusCodes.Status200OK) => Results.Json(answer, Options, Json, status);

    public static IResult Of<T>(Outcome<T> outcome)
        where T : class => outcome.Value is { } value ? Of(value) : Problems.Of(outcome.Refusal!);

    /// <summary>Who asks, for events: the subject of the access token, and the client that has it.</summary>
    public static string ActorOf(HttpContext http) => http.GetAccessToken() is { } token ? $"{token.Subject} ({token.ClientId})" : "unknown";
}
