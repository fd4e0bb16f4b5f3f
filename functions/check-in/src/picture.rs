//! `POST …/check-ins/pictures`: reads a QR code for browsers that can't. Pictures show people at the door: nothing keeps
//! or logs one.

use std::io::Cursor;
use std::panic::catch_unwind;

use contract::check_in::CodeInPicture;
use domain::phrase::Phrase;
use png::{Decoder, DecodingError, Limits, Transformations};
use rqrr::PreparedImage;
use web::{Kind, Problem, Reply, Request};

/// The most pixels along one side, as many as the page sends.
const SIDE_MAX: u32 = 640;
/// Browsers write four bytes for each pixel and compress them; noise in grey takes less than 800 kB.
const BYTES_MAX: usize = 1_000_000;
/// What the decoder may allocate besides the pixels: rows and the chunks before them.
const DECODER_BYTES: usize = 500_000;

/// The pixels of a picture in grey.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// `POST …/check-ins/pictures`
pub(crate) fn read(request: &Request) -> Result<Reply, Problem> {
    if request.content_type() != "image/png" {
        return Err(Problem::new(Kind::UnsupportedMediaType, Phrase::of("picture-not-png")));
    }
    let code = code_in(request.bytes()?)?;
    Ok(Reply::json(200, &CodeInPicture { code }))
}

fn code_in(png: &[u8]) -> Result<String, Problem> {
    if png.len() > BYTES_MAX {
        return Err(Problem::new(Kind::TooLarge, Phrase::of("picture-too-large")));
    }
    let Grey { width, height, pixels } = grey(png)?;
    let find = || {
        let mut image = PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
        let codes = image.detect_grids().into_iter().filter_map(|grid| grid.decode().ok());
        codes.map(|(_, text)| text).find(|text| !text.is_empty())
    };
    // The finder reads whatever is in front of a camera. A frame on which it fails is one without a code.
    let code = catch_unwind(find).unwrap_or_default();
    code.ok_or_else(|| Problem::new(Kind::NoCodeInPicture, Phrase::of("picture-without-code")))
}

/// Decodes a PNG. A small file can unfold to a huge picture, so its size is checked before its pixels are read.
fn grey(png: &[u8]) -> Result<Grey, Problem> {
    let broken =
        |error: DecodingError| Problem::new(Kind::Malformed, Phrase::of("picture-unreadable").arg("error", error));
    let mut decoder = Decoder::new_with_limits(Cursor::new(png), Limits { bytes: DECODER_BYTES });
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let size = decoder.read_header_info().map_err(broken)?.size();
    if size.0.max(size.1) > SIDE_MAX {
        let detail = Phrase::of("picture-too-wide").arg("pixels", SIDE_MAX);
        return Err(Problem::new(Kind::TooLarge, detail));
    }
    let mut reader = decoder.read_info().map_err(broken)?;
    let bytes = reader.output_buffer_size().ok_or_else(|| broken(DecodingError::LimitsExceeded))?;
    let mut samples = vec![0; bytes];
    let frame = reader.next_frame(&mut samples).map_err(broken)?;
    let (width, height) = (size.0 as usize, size.1 as usize);
    let channels = frame.color_type.samples();
    // Without the alpha channel, which a camera does not have.
    let colors = if channels < 3 { 1 } else { 3 };
    let pixel = |samples: &[u8]| {
        let sum: usize = samples[..colors].iter().map(|sample| usize::from(*sample)).sum();
        u8::try_from(sum / colors).unwrap_or(u8::MAX)
    };
    Ok(Grey { width, height, pixels: samples.chunks_exact(channels).map(pixel).collect() })
}
