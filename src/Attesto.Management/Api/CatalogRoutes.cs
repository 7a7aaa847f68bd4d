using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attesto.Management;

/// <summary><c>/scopes</c> and <c>/apis</c>.</summary>
internal static class CatalogRoutes<TForm, T>
    where TForm : class, ICatalogForm<TForm, T>
    where T : class
{
    private const string One = "/{id}";

    /// <summary>Maps them.</summary>
    /// <param name="entries">Where.</param>
    /// <param name="noun">The word for one, as operations are named: <c>Scope</c>.</param>
    /// <param name="toList">Wraps a list, which has a member of its own.</param>
    public static void Map<TList>(RouteGroupBuilder entries, string noun, Func<IReadOnlyList<TForm>, TList> toList)
    {
        entries.MapGet("", async (HttpContext http, CancellationToken token) =>
                Answers.Of(toList([.. (await ManagedCatalog<TForm, T>.Of(http.RequestServices).ListAsync(token)).Select(TForm.Of)])))
            .WithName($"List{noun}s").WithSummary($"Lists the {TForm.Noun}s, of the configuration and of the database.").Produces<TList>();
        entries.MapPost("", AddAsync).WithName($"Add{noun}").Accepts<TForm>(Answers.Json)
            .WithSummary($"Adds a {TForm.Noun}.").Produces<TForm>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict);
        entries.MapGet(One, ShowAsync).WithName($"Show{noun}").WithSummary($"Shows a {TForm.Noun}, with its version as the ETag if the database has something of it.")
            .Produces<TForm>().ProducesProblem(StatusCodes.Status404NotFound);
        Change(entries.MapPut(One, ReplaceAsync).WithName($"Replace{noun}").Accepts<TForm>(Answers.Json).ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithSummary($"Puts a {TForm.Noun} in the place of the one that If-Match names.")).Produces<TForm>();
        Change(entries.MapDelete(One, RemoveAsync).WithName($"Delete{noun}").WithSummary($"Deletes a {TForm.Noun} that no client names.")).Produces<TForm>();
    }

    private static RouteHandlerBuilder Change(RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> ShowAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var key = RequestQuery.IdOf(http);
        return await ManagedCatalog<TForm, T>.Of(http.RequestServices).FindAsync(key, cancellationToken) is { } known
            ? Answer(http, known, StatusCodes.Status200OK)
            : Problems.Of(ManagedCatalog<TForm, T>.Missing(key));
    }

    private static async Task<IResult> AddAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var form = await RequestJson.ReadAsync<TForm>(http, cancellationToken);
        var outcome = await ManagedCatalog<TForm, T>.Of(http.RequestServices).AddAsync(form.ToValue(), Answers.ActorOf(http), cancellationToken);
        if (outcome.Value is not null)
        {
            http.Response.Headers.Location = $"{http.Request.PathBase}{http.Request.Path.Value!.TrimEnd('/')}/{Uri.EscapeDataString(form.Key)}";
        }

        return Answer(http, outcome, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReplaceAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        if (http.Request.Headers.IfMatch.Count == 0)
        {
            return Problems.Of($"Name the version that was read: If-Match, with the ETag of the {TForm.Noun}.", StatusCodes.Status428PreconditionRequired);
        }

        var form = await RequestJson.ReadAsync<TForm>(http, cancellationToken);
        var key = RequestQuery.IdOf(http);
        if (form.Key.Length > 0 && !string.Equals(form.Key, key, StringComparison.Ordinal))
        {
            return Problems.Of(TForm.KeyField, "must be that of the URL: it cannot be changed.");
        }

        var value = form.WithKey(key).ToValue();
        return await ChangeAsync(
            http,
            (catalog, known) => catalog.ReplaceAsync(value, known.Version ?? Guid.Empty, Answers.ActorOf(http), cancellationToken),
            cancellationToken);
    }

    private static Task<IResult> RemoveAsync(HttpContext http, string id, CancellationToken cancellationToken) => ChangeAsync(
        http,
        (catalog, known) => catalog.RemoveAsync(RequestQuery.IdOf(http), Preconditions.Expected(http, known.Version), Answers.ActorOf(http), cancellationToken),
        cancellationToken);

    private static async Task<IResult> ChangeAsync(
        HttpContext http, Func<ManagedCatalog<TForm, T>, KnownEntry<T>, Task<Outcome<KnownEntry<T>>>> change, CancellationToken cancellationToken)
    {
        var catalog = ManagedCatalog<TForm, T>.Of(http.RequestServices);
        var key = RequestQuery.IdOf(http);
        if (await catalog.FindAsync(key, cancellationToken) is not { } known)
        {
            return Problems.Of(ManagedCatalog<TForm, T>.Missing(key));
        }

        return known.Version is not null && !Preconditions.AreMet(http, known.Version)
            ? Problems.Of(ManagedCatalog<TForm, T>.Changed(key))
            : Answer(http, await change(catalog, known), StatusCodes.Status200OK);
    }

    private static IResult Answer(HttpContext http, Outcome<KnownEntry<T>> outcome, int status)
    {
        if (outcome.Value is not { } known)
        {
            return Problems.Of(outcome.Refusal!);
        }

        Preconditions.Tell(http, known.Version);
        return Answers.Of(TForm.Of(known), status);
    }
}
