using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Attesto.Management;

/// <summary>What went wrong, as problem details (RFC 9457). Faults of the input have the member <c>errors</c>: by field, what is wrong with it.</summary>
internal static class Problems
{
    public static IResult Of(string detail, int status) => TypedResults.Problem(detail, statusCode: status);

    public static IResult Of(string field, string reason) => Of([new ClientDataFault(field, reason)]);

    public static IResult Of(ClientDataException wrong) => Of(wrong.Faults);

    public static IResult Of(HttpContext http, OAuthError error)
    {
        if (error.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return Of(error.Description ?? error.Code, error.Status);
    }

    public static IResult Of(Refusal refusal) => Of(refusal.Message, refusal.Kind switch
    {
        RefusalKind.NotThere => StatusCodes.Status404NotFound,
        RefusalKind.Changed => StatusCodes.Status412PreconditionFailed,
        _ => StatusCodes.Status409Conflict,
    });

    private static ValidationProblem Of(IEnumerable<ClientDataFault> faults) => TypedResults.ValidationProblem(faults
        .GroupBy(fault => JsonNamingPolicy.CamelCase.ConvertName(fault.Field), StringComparer.Ordinal)
        .ToDictionary(field => field.Key, field => field.Select(fault => fault.Reason).ToArray(), StringComparer.Ordinal));
}
