using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attesto.Management;

/// <summary><c>/clients</c>.</summary>
internal static class ClientRoutes
{
    private const string One = "/{id}";

    public static void Map(RouteGroupBuilder clients)
    {
        clients.MapGet("", ListAsync).WithName("ListClients").WithSummary("Lists and searches clients of every kind, page by page.").Produces<ClientList>();
        clients.MapPost("", AddAsync).WithName("AddClient").Accepts<ClientEntry>(Answers.Json)
            .WithSummary("Adds a client. One that could not authenticate otherwise gets a secret, which is shown this once.")
            .Produces<IssuedClient>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict);
        clients.MapGet(One, ShowAsync).WithName("ShowClient").WithSummary("Shows a client of any kind, with its version as the ETag.")
            .Produces<ClientEntry>().ProducesProblem(StatusCodes.Status404NotFound);
        Change(clients.MapPut(One, ReplaceAsync).WithName("ReplaceClient").Accepts<ClientEntry>(Answers.Json).ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithSummary("Puts a client in the place of the one that If-Match names; its secrets stay.")).Produces<IssuedClient>();
        Change(clients.MapDelete(One, RemoveAsync).WithName("DeleteClient").WithSummary("Deletes a client of any kind, and ends what people and it had."))
            .Produces<EndedAuthorizations>();
        Change(clients.MapPost($"{One}/rotate-secret", RotateAsync).WithName("RotateClientSecret").Accepts<SecretRotation>(Answers.Json)
            .WithSummary("Makes another secret, which is shown this once.")).Produces<IssuedClient>();
        Change(clients.MapPost($"{One}/disable", DisableAsync).WithName("DisableClient")
            .WithSummary("Switches a client off: it is treated like an unknown one.")).Produces<IssuedClient>();
        Change(clients.MapPost($"{One}/enable", EnableAsync).WithName("EnableClient")
            .WithSummary("Switches a client on again.")).Produces<IssuedClient>();
    }

    private static RouteHandlerBuilder Change(RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> ListAsync(
        HttpContext http,
        [Description("What a client_id, a name, or a word of either begins with; all if it is left out.")] string? search,
        [Description("One kind alone: Host, Registration or MetadataDocument.")] string? origin,
        [Description("How many at most, 1 to 500; 50 if it is left out.")] string? size,
        [Description("The page before's next.")] string? after,
        CancellationToken cancellationToken)
    {
        var cursor = default(ClientCursor);
        if (after is not null && !ClientCursor.TryParse(after, out cursor))
        {
            throw RequestQuery.NoCursor();
        }

        var filter = new ClientFilter { Search = RequestQuery.Checked(search, nameof(search)), Origin = RequestQuery.OriginOf(origin) };
        return Answers.Of(ClientList.Of(await ManagedClients.Of(http.RequestServices).ListAsync(filter, RequestQuery.SizeOf(size), cursor, cancellationToken)));
    }

    private static async Task<IResult> ShowAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(http, cancellationToken) is not { } known)
        {
            return Problems.Of(Refusal.NoClient(RequestQuery.IdOf(http)));
        }

        Preconditions.Tell(http, known.Version);
        return Answers.Of(ClientEntry.Of(known.Client));
    }

    private static async Task<IResult> AddAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var client = (await RequestJson.ReadAsync<ClientEntry>(http, cancellationToken)).ToClient();
        var outcome = await ManagedClients.Of(http.RequestServices).AddAsync(client, Answers.ActorOf(http), cancellationToken);
        if (outcome.Value is not null)
        {
            http.Response.Headers.Location = $"{http.Request.PathBase}{http.Request.Path.Value!.TrimEnd('/')}/{Uri.EscapeDataString(client.Id)}";
        }

        return Answer(http, outcome, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReplaceAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        if (http.Request.Headers.IfMatch.Count == 0)
        {
            return Problems.Of("Name the version that was read: If-Match, with the ETag of the client.", StatusCodes.Status428PreconditionRequired);
        }

        var entry = await RequestJson.ReadAsync<ClientEntry>(http, cancellationToken);
        var clientId = RequestQuery.IdOf(http);
        if (!string.IsNullOrEmpty(entry.Id) && !string.Equals(entry.Id, clientId, StringComparison.Ordinal))
        {
            return Problems.Of(nameof(entry.Id), "must be that of the URL: a client_id cannot be changed.");
        }

        var client = (entry with { Id = clientId }).ToClient();
        return await ChangeAsync(
            http, (clients, known) => clients.ReplaceAsync(client, known.Version ?? Guid.Empty, Answers.ActorOf(http), cancellationToken), cancellationToken);
    }

    private static async Task<IResult> RotateAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var rotation = await RequestJson.ReadOptionalAsync<SecretRotation>(http, cancellationToken);
        var overlap = Time(rotation.OverlapSeconds, 0, FreshSecrets.LongestOverlap, nameof(rotation.OverlapSeconds)) ?? FreshSecrets.Overlap;
        var lifetime = Time(rotation.LifetimeSeconds, 1, FreshSecrets.LongestLifetime, nameof(rotation.LifetimeSeconds));
        return await ChangeAsync(
            http,
            (clients, known) => clients.RotateSecretAsync(
                known.Client.Id, Preconditions.Expected(http, known.Version), overlap, lifetime, Answers.ActorOf(http), cancellationToken),
            cancellationToken);
    }

    private static Task<IResult> DisableAsync(HttpContext http, string id, CancellationToken cancellationToken) => SetRevokedAsync(http, isRevoked: true, cancellationToken);

    private static Task<IResult> EnableAsync(HttpContext http, string id, CancellationToken cancellationToken) => SetRevokedAsync(http, isRevoked: false, cancellationToken);

    private static Task<IResult> SetRevokedAsync(HttpContext http, bool isRevoked, CancellationToken cancellationToken) => ChangeAsync(
        http,
        (clients, known) => clients.SetRevokedAsync(known.Client.Id, Preconditions.Expected(http, known.Version), isRevoked, Answers.ActorOf(http), cancellationToken),
        cancellationToken);

    private static async Task<IResult> RemoveAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(http, cancellationToken) is not { } known)
        {
            return Problems.Of(Refusal.NoClient(RequestQuery.IdOf(http)));
        }

        return Preconditions.AreMet(http, known.Version)
            ? Answers.Of(await ManagedClients.Of(http.RequestServices).RemoveAsync(
                known.Client.Id, Preconditions.Expected(http, known.Version), Answers.ActorOf(http), cancellationToken))
            : Problems.Of(Refusal.Changed(known.Client.Id));
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext http, Func<ManagedClients, KnownClient, Task<Outcome<Issued>>> change, CancellationToken cancellationToken)
    {
        if (await FindAsync(http, cancellationToken) is not { } known)
        {
            return Problems.Of(Refusal.NoClient(RequestQuery.IdOf(http)));
        }

        return known.Version is not null && !Preconditions.AreMet(http, known.Version)
            ? Problems.Of(Refusal.Changed(known.Client.Id))
            : Answer(http, await change(ManagedClients.Of(http.RequestServices), known), StatusCodes.Status200OK);
    }

    private static Task<KnownClient?> FindAsync(HttpContext http, CancellationToken cancellationToken) =>
        ManagedClients.Of(http.RequestServices).FindAsync(RequestQuery.IdOf(http), cancellationToken);

    private static IResult Answer(HttpContext http, Outcome<Issued> outcome, int status)
    {
        if (outcome.Value is not { } issued)
        {
            return Problems.Of(outcome.Refusal!);
        }

        Preconditions.Tell(http, issued.Stored.Version);
        return Answers.Of(new IssuedClient(ClientEntry.Of(issued.Stored.Client), issued.Secret), status);
    }

    private static TimeSpan? Time(long? seconds, long least, TimeSpan most, string field) =>
        seconds is null ? null :
        seconds >= least && seconds <= (long)most.TotalSeconds ? TimeSpan.FromSeconds(seconds.Value) :
        throw new ClientDataException([new ClientDataFault(field, $"must be {least} to {(long)most.TotalSeconds}.")]);
}
