namespace Attesto;

/// <summary>Deletes what expired. Nothing depends on it but the size of the tables: every read checks expiry itself.</summary>
public interface ISweeper
{
    /// <summary>Deletes expired rows in small batches, with pauses that leave the database to others, until none is left. Several nodes may sweep at once.</summary>
    /// <param name="cancellationToken">Ends the run after the present batch.</param>
    /// <returns>How many rows were deleted.</returns>
    Task<long> SweepAsync(CancellationToken cancellationToken);
}
