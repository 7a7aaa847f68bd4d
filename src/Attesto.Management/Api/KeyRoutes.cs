using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attesto.Management;

/// <summary><c>/keys</c>.</summary>
internal static class KeyRoutes
{
    public static void Map(RouteGroupBuilder keys)
    {
        keys.MapGet("", ListAsync).WithName("ListKeys").WithSummary("Lists the signing keys, with what each does and until when.").Produces<KeyList>();
        keys.MapPost("/rotate", RotateAsync).WithName("RotateKeys").Accepts<KeyRotation>(Answers.Json).WithSummary("Announces the next key before it is due.")
            .Produces<KeyList>().ProducesProblem(StatusCodes.Status409Conflict);
        keys.MapPost("/{id}/retire", RetireAsync).WithName("RetireKey").WithSummary("Takes a key out: every token that it signed ends.")
            .Produces<KeyEntry>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(HttpContext http, CancellationToken cancellationToken) =>
        Answers.Of(new KeyList(await ManagedKeys.Of(http.RequestServices).ListAsync(cancellationToken)));

    private static async Task<IResult> RotateAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var wanted = await RequestJson.ReadOptionalAsync<KeyRotation>(http, cancellationToken);
        var outcome = await ManagedKeys.Of(http.RequestServices).RotateAsync(wanted.Algorithm, wanted.Immediately, Answers.ActorOf(http), cancellationToken);
        return outcome.Value is { } keys ? Answers.Of(new KeyList(keys)) : Problems.Of(outcome.Refusal!);
    }

    private static async Task<IResult> RetireAsync(HttpContext http, string id, CancellationToken cancellationToken) => Answers.Of(
        await ManagedKeys.Of(http.RequestServices).RetireAsync(RequestQuery.Checked(id, nameof(id)) ?? "", Answers.ActorOf(http), cancellationToken));
}
