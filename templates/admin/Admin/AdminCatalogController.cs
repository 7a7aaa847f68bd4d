#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
#endif
using Attesto.Management;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Admin;

/// <summary>What applications may ask for: listed, added, changed, disabled, deleted.</summary>
[Route(Root + "/scopes")]
public sealed class AdminScopesController(AdminScopes scopes) : AdminCatalogController(scopes);

/// <summary>The APIs that tokens may be asked for: listed, added, changed, disabled, deleted.</summary>
[Route(Root + "/apis")]
public sealed class AdminApisController(AdminApis apis) : AdminCatalogController(apis);

/// <summary>What the pages of scopes and of APIs have in common.</summary>
public abstract class AdminCatalogController(AdminCatalog catalog) : AdminController
{
    private string List => Url.Action(nameof(Show))!;

    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancellationToken) => Page("Catalog", new AdminCatalogView(catalog.Noun, await catalog.ListAsync(cancellationToken)));

    [HttpGet("new")]
    public IActionResult AskNew() => Page("Entry", new AdminEntryView(catalog.Noun, new CatalogForm { IsEnabled = true }));

    [HttpGet("one")]
    public async Task<IActionResult> One(string? key, CancellationToken cancellationToken) =>
        await catalog.FindAsync(key ?? "", cancellationToken) is { } known ? Page("Entry", new AdminEntryView(catalog.Noun, known.ToForm(), known)) : NotFound(key);

    [HttpPost("new")]
    public Task<IActionResult> New(CatalogForm form, CancellationToken cancellationToken) => SaveAsync(form, null, cancellationToken);

    [HttpPost("one")]
    public async Task<IActionResult> Save(CatalogForm form, CancellationToken cancellationToken) =>
        await catalog.FindAsync(form.Key ?? "", cancellationToken) is { } known ? await SaveAsync(form, known, cancellationToken) : NotFound(form.Key);

    [HttpGet("delete")]
    public async Task<IActionResult> AskDelete(string? key, CancellationToken cancellationToken) =>
        await catalog.FindAsync(key ?? "", cancellationToken) is not { } known ? NotFound(key) : Confirm(
            $"Delete {key}",
            known.IsConfigured
                ? "The words are gone for good. The scope stays, for the configuration serves it."
                : $"The {catalog.Noun} is gone for good. To stop it for a while, disable it. One that a client names is not deleted.",
            "Delete it",
            OneOf(key),
            ("key", known.Key),
            ("version", $"{known.Version}"));

    [HttpPost("delete")]
    public async Task<IActionResult> Delete(string? key, Guid version, CancellationToken cancellationToken)
    {
        var (done, said) = await catalog.RemoveAsync(key ?? "", version, Actor, cancellationToken);
        return Back(said, done ? List : OneOf(key), isFault: !done);
    }

    private async Task<IActionResult> SaveAsync(CatalogForm form, AdminCatalogEntry? known, CancellationToken cancellationToken)
    {
        var result = HttpContext.FormWasRefused() ? null : await catalog.SaveAsync(form, Actor, cancellationToken);
        if (result?.Entry is { } saved)
        {
            return Back(form.Version == Guid.Empty ? "It is added." : "It is saved.", OneOf(saved.Key));
        }

        // Somebody else was faster: the page shows both, and to save once more is to decide.
        var theirs = result?.WasChanged == true ? (await catalog.FindAsync(form.Key ?? "", cancellationToken))?.ToForm() : null;
        form.Version = theirs?.Version ?? form.Version;
        foreach (var fault in result?.Faults ?? [])
        {
            ModelState.AddModelError(fault.Field, fault.Message);
        }

        return Page("Entry", new AdminEntryView(catalog.Noun, form, known, theirs));
    }

    private string OneOf(string? key) => Url.Action(nameof(One), new { key })!;

    private LocalRedirectResult NotFound(string? key) => Back($"There is no {catalog.Noun} \"{key}\".", List, isFault: true);
}

/// <summary>The scopes, or the APIs.</summary>
public sealed record AdminCatalogView(string Noun, IReadOnlyList<AdminCatalogEntry> Entries);

/// <summary>A scope or an API as its page shows it.</summary>
/// <param name="Noun">Which of them it is.</param>
/// <param name="Form">What is there, or was typed.</param>
/// <param name="Known">It; null while it is being added.</param>
/// <param name="Theirs">What somebody else has saved since the page was opened, or null.</param>
public sealed record AdminEntryView(string Noun, CatalogForm Form, AdminCatalogEntry? Known = null, CatalogForm? Theirs = null)
{
    /// <summary>A field of the form, with what stands there now if somebody else has changed it.</summary>
    public AdminField Field(string name, string label, Func<CatalogForm, string?> value, int rows = 1, string? hint = null) => new(
        name, label, value(Form), rows, hint, Theirs is not null && value(Theirs) != value(Form) ? value(Theirs) ?? "" : null);
}
