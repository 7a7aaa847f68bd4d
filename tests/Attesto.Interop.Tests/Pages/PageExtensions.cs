using Microsoft.Playwright;

namespace Attesto.Interop.Pages;

internal static class PageExtensions
{
    /// <summary>Clicks, and waits until the page that comes of it has loaded.</summary>
    internal static async Task ClickThroughAsync(this IPage page, string selector)
    {
        // Listened for before the click: a wait that starts after the answer misses a page that has loaded in between.
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnLoad(object? sender, IPage loadedPage) => loaded.TrySetResult();
        page.Load += OnLoad;
        try
        {
            await page.ClickAsync(selector);
            await loaded.Task.WaitAsync(TimeSpan.FromMinutes(5));
        }
        finally
        {
            page.Load -= OnLoad;
        }
    }
}
