"""What 0007 adds: links, snoozing and carrying over of action items, and Home."""
