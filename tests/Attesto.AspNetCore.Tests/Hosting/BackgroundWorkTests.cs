namespace Attesto.AspNetCore.Tests.Hosting;

/// <summary>A host whose start fails, for instance because its port is taken, disposes of services that it never stopped, and logs what they throw as critical.</summary>
public sealed class BackgroundWorkTests
{
    [Test]
    public async Task Work_that_is_told_to_stop_ends_without_a_fault()
    {
        using var stopping = new CancellationTokenSource();
        var work = BackgroundWork.RunAsync(static token => Task.Delay(Timeout.InfiniteTimeSpan, token), stopping.Token);
        await stopping.CancelAsync();
        await Assert.DoesNotThrowAsync(() => work.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public async Task Any_other_end_is_told()
    {
        using var stopping = new CancellationTokenSource();
        await Assert.ThrowsAsync<InvalidOperationException>(() => BackgroundWork.RunAsync(static _ => throw new InvalidOperationException("broken"), stopping.Token));
        await Assert.ThrowsAsync<TaskCanceledException>(() => BackgroundWork.RunAsync(static _ => Task.FromCanceled(new CancellationToken(canceled: true)), stopping.Token));
    }
}
